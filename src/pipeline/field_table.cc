#include "pipeline/field_table.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <mutex>

#include "pipeline/name_index.h"

namespace sailmaker::pipeline {

namespace {

// A name as long as this may have two wrong letters side by side.
constexpr std::size_t kLongName = 9;
// A shorter one is too easily another word.
constexpr std::size_t kShortName = 4;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool same_letter(char a, char b) { return lower(a) == lower(b); }

bool is_slip(std::string_view name, std::string_view meant) {
  const std::size_t shorter = std::min(name.size(), meant.size());
  std::size_t same = 0;
  while (same < shorter && same_letter(name[same], meant[same])) ++same;
  name.remove_prefix(same);
  meant.remove_prefix(same);
  while (!name.empty() && !meant.empty() && same_letter(name.back(), meant.back())) {
    name.remove_suffix(1);
    meant.remove_suffix(1);
  }
  const std::size_t wrong = std::max(name.size(), meant.size());
  if (wrong == 0) return true;
  if (shorter < kShortName) return false;
  if (wrong == 1 || (wrong == 2 && shorter >= kLongName)) return true;
  return wrong == 2 && name.size() == meant.size() && same_letter(name[0], meant[1]) && same_letter(name[1], meant[0]);
}

// The types of one kind with a table each.
class TypeTables {
 public:
  void reserve(std::size_t size) { tables_.reserve(size); }
  void add(const Shape& shape, std::span<const Field> common, std::span<const Field> more = {}) {
    tables_.emplace_back(shape.fields, common, more);
    types_.add(shape.type, static_cast<NameIndex::Place>(types_.size()));
  }
  void finish() { types_.finish(); }

  const FieldTable* find(std::string_view type) const {
    const auto place = types_.find(type);
    return place == NameIndex::kNone ? nullptr : &tables_[place];
  }

 private:
  NameIndex types_;
  std::vector<FieldTable> tables_;
};

TypeTables make_stage_tables() {
  TypeTables tables;
  for (const ShapeGroup& group : stage_groups()) {
    for (const Shape& shape : group.shapes) tables.add(shape, stage_fields());
  }
  tables.finish();
  return tables;
}

TypeTables make_trigger_tables() {
  TypeTables tables;
  for (const Shape& shape : trigger_shapes()) tables.add(shape, trigger_fields(), echo_fields());
  tables.finish();
  return tables;
}

}  // namespace

FieldTable::FieldTable(std::span<const Field> own, std::span<const Field> common, std::span<const Field> more) {
  assert(own.size() + common.size() + more.size() < kSlots / 2);
  for (const auto fields : {own, common, more}) {
    for (const Field& field : fields) {
      if (find(field.name) == nullptr) add(field);
    }
  }
}

void FieldTable::add(const Field& field) {
  rows_.push_back({&field, field.inside == nullptr ? nullptr : &table_of(*field.inside)});
  if (field.need == Need::required) required_.push_back(&field);
  std::size_t slot = slot_of(field.name);
  while (slots_[slot] != 0) slot = next(slot);
  slots_[slot] = static_cast<std::uint8_t>(rows_.size());
}

std::string_view FieldTable::near_miss(std::string_view name) const {
  for (const Row& row : rows_) {
    if (is_slip(name, row.field->name)) return row.field->name;
  }
  return {};
}

const FieldTable& table_of(const Shape& shape) {
  static std::recursive_mutex mutex;  // a shape's table asks for those of the shapes inside
  static std::map<const Shape*, FieldTable> tables;
  const std::lock_guard lock(mutex);
  auto found = tables.find(&shape);
  if (found == tables.end()) found = tables.emplace(&shape, FieldTable(shape.fields)).first;
  return found->second;
}

const FieldTable* find_stage_table(std::string_view type) {
  static const TypeTables tables = make_stage_tables();
  return tables.find(type);
}

const FieldTable* find_trigger_table(std::string_view type) {
  static const TypeTables tables = make_trigger_tables();
  return tables.find(type);
}

}  // namespace sailmaker::pipeline
