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
    {"application", Noted::application},
    {"boundArtifact", Noted::bound_artifact},
    {"completeOtherBranchesThenFail", Noted::complete_other_branches_then_fail},
    {"context", Noted::context},
    {"defaultArtifact", Noted::default_artifact},
    {"expectedArtifacts", Noted::expected_artifacts},
    {"expression", Noted::expression},
    {"failPipeline", Noted::fail_pipeline},
    {"id", Noted::id},
    {"inputArtifact", Noted::input_artifact},
    {"inputArtifacts", Noted::input_artifacts},
    {"manifest", Noted::manifest},
    {"manifestArtifact", Noted::manifest_artifact},
    {"manifestArtifactAccount", Noted::manifest_artifact_account},
    {"manifestArtifactId", Noted::manifest_artifact_id},
    {"manifests", Noted::manifests},
    {"matchArtifact", Noted::match_artifact},
    {"name", Noted::name},
    {"notifications", Noted::notifications},
    {"overrides", Noted::overrides},
    {"parameterConfig", Noted::parameter_config},
    {"patchBody", Noted::patch_body},
    {"preconditions", Noted::preconditions},
    {"rawOverrides", Noted::raw_overrides},
    {"refId", Noted::ref_id},
    {"requisiteStageRefIds", Noted::requisite_stage_ref_ids},
    {"restrictExecutionDuringTimeWindow", Noted::restrict_execution_during_time_window},
    {"restrictedExecutionWindow", Noted::restricted_execution_window},
    {"sendNotifications", Noted::send_notifications},
    {"source", Noted::source},
    {"spelEvaluator", Noted::spel_evaluator},
    {"stageEnabled", Noted::stage_enabled},
    {"stages", Noted::stages},
    {"trafficManagement", Noted::traffic_management},
    {"triggers", Noted::triggers},
    {"type", Noted::type},
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
    if (types_.find(shape.type) != Types::npos) return;
    types_.add(shape.type);
    tables_.emplace_back(shape.fields, common, more);
  }

  const FieldTable* find(const Value& type) const {
    const std::size_t place = types_.find_key(type);
    return place == Types::npos ? nullptr : &tables_[place];
  }

 private:
  using Types = NameSlots<1024>;

  Types types_;
  std::vector<FieldTable> tables_;  // in the places of types_
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
  for (const auto fields : {own, common, more}) {
    for (const Field& field : fields) {
      if (names_.find(field.name) == Names::npos) add(field);
    }
  }
}

void FieldTable::add(const Field& field) {
  const FieldTable* inside = field.inside == nullptr ? nullptr : &table_of(*field.inside);
  const bool is_required = field.need == Need::required;
  names_.add(field.name);
  rows_.push_back(
      {&field, inside, noted_as(field.name), is_required, accepted_kinds(field.types), settled_kinds(field)});
  if (is_required) required_.push_back(&field);
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

const FieldTable* find_stage_table(const Value& type) {
  static const TypeTables tables = make_stage_tables();
  return tables.find(type);
}

const FieldTable* find_trigger_table(const Value& type) {
  static const TypeTables tables = make_trigger_tables();
  return tables.find(type);
}

}  // namespace sailmaker::pipeline
