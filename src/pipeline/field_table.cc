#include "pipeline/field_table.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>
#include <mutex>

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

struct NotedField {
  std::string_view name;
  Noted field;
};
constexpr NotedField kNoted[] = {
    {"alias", Noted::alias},
    {"boundArtifact", Noted::bound_artifact},
    {"completeOtherBranchesThenFail", Noted::complete_other_branches_then_fail},
    {"defaultArtifact", Noted::default_artifact},
    {"failPipeline", Noted::fail_pipeline},
    {"id", Noted::id},
    {"matchArtifact", Noted::match_artifact},
    {"name", Noted::name},
    {"notifications", Noted::notifications},
    {"restrictExecutionDuringTimeWindow", Noted::restrict_execution_during_time_window},
    {"restrictedExecutionWindow", Noted::restricted_execution_window},
    {"sendNotifications", Noted::send_notifications},
    {"stageEnabled", Noted::stage_enabled},
    {"useDefaultArtifact", Noted::use_default_artifact},
    {"usePriorArtifact", Noted::use_prior_artifact},
};

Noted noted_as(std::string_view field) {
  const auto* found =
      std::find_if(std::begin(kNoted), std::end(kNoted), [&](const NotedField& noted) { return noted.name == field; });
  return found == std::end(kNoted) ? Noted::none : found->field;
}

constexpr unsigned bit_of(Kind kind) { return 1U << static_cast<unsigned>(kind); }

std::uint16_t accepted_kinds(std::uint16_t types) {
  unsigned kinds = 0;
  const auto accept = [&](int accepted, unsigned bits) { kinds |= types & (accepted | kAny) ? bits : 0; };
  accept(kText, bit_of(Kind::string));
  accept(kBoolean, bit_of(Kind::boolean));
  accept(kInteger | kNumber | kNumeric, bit_of(Kind::integer) | bit_of(Kind::big_integer));
  accept(kNumber | kNumeric, bit_of(Kind::real));
  accept(kList, bit_of(Kind::list));
  accept(kMap, bit_of(Kind::map));
  accept(kNull, bit_of(Kind::null));
  return static_cast<std::uint16_t>(kinds);
}

std::uint16_t settled_kinds(const Field& field) {
  if (!field.gone.empty() || !field.values.empty() || field.inside != nullptr) return 0;
  const unsigned kinds = accepted_kinds(field.types);
  // Required text must not be empty.
  return static_cast<std::uint16_t>(field.need == Need::required ? kinds & ~bit_of(Kind::string) : kinds);
}

// The types of one kind with a table each.
class TypeTables {
 public:
  void add(const Shape& shape, std::span<const Field> common, std::span<const Field> more = {}) {
    assert(tables_.size() < kSlots / 2);
    std::size_t slot = slot_of(shape.type);
    while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
    types_.push_back(shape.type);
    tables_.emplace_back(shape.fields, common, more);
    slots_[slot] = static_cast<std::uint16_t>(tables_.size());
  }

  const FieldTable* find(std::string_view type) const {
    if (type.empty()) return nullptr;
    for (std::size_t slot = slot_of(type); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      const std::size_t place = slots_[slot] - 1U;
      if (same_name(types_[place], type)) return &tables_[place];
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 1024;

  static std::size_t slot_of(std::string_view name) { return sparse_hash(name) % kSlots; }

  std::array<std::uint16_t, kSlots> slots_ = {};  // place in tables_ + 1; 0 is free
  std::vector<std::string_view> types_;
  std::vector<FieldTable> tables_;
};

TypeTables make_stage_tables() {
  TypeTables tables;
  for (const ShapeGroup& group : stage_groups()) {
    for (const Shape& shape : group.shapes) tables.add(shape, stage_fields());
  }
  return tables;
}

TypeTables make_trigger_tables() {
  TypeTables tables;
  for (const Shape& shape : trigger_shapes()) tables.add(shape, trigger_fields(), echo_fields());
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
  const FieldTable* inside = field.inside == nullptr ? nullptr : &table_of(*field.inside);
  rows_.push_back({&field, inside, noted_as(field.name), accepted_kinds(field.types), settled_kinds(field)});
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
