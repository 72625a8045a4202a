#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "pipeline/name_slots.h"
#include "pipeline/schema.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// Fields that rules look at which no table can say. Checking a map by a table notes these, so that nobody has to look
/// for the many that are not there.
enum class Noted : std::uint8_t {
  none,
  alias,
  application,
  bound_artifact,
  complete_other_branches_then_fail,
  context,
  default_artifact,
  expected_artifacts,
  expression,
  fail_pipeline,
  id,
  input_artifact,
  input_artifacts,
  manifest,
  manifest_artifact,
  manifest_artifact_account,
  manifest_artifact_id,
  manifests,
  match_artifact,
  name,
  notifications,
  overrides,
  parameter_config,
  patch_body,
  preconditions,
  raw_overrides,
  ref_id,
  requisite_stage_ref_ids,
  restrict_execution_during_time_window,
  restricted_execution_window,
  send_notifications,
  source,
  spel_evaluator,
  stage_enabled,
  stages,
  traffic_management,
  triggers,
  type,
  use_default_artifact,
  use_prior_artifact,
  count,
};

/// The noted fields of one map.
class Seen {
 public:
  /// nullptr where the map has none.
  const Value* operator[](Noted field) const { return values_[static_cast<std::size_t>(field)]; }
  /// The same for a field that holds text; empty where it does not.
  std::string_view text(Noted field) const {
    const Value* value = (*this)[field];
    return value != nullptr && value->is_string() ? value->as_string() : std::string_view();
  }
  void note(Noted field, const Value& value) { values_[static_cast<std::size_t>(field)] = &value; }

 private:
  std::array<const Value*, static_cast<std::size_t>(Noted::count)> values_ = {};
};

/// Fields by name. Made once for each kind of map and then asked for every key that such a map holds.
class FieldTable {
 public:
  struct Row {
    const Field* field;
    const FieldTable* inside;  ///< for what Field::inside describes; nullptr without it
    Noted note = Noted::none;
    bool is_required = false;
    // Bit 1 << kind for each kind of value
    std::uint16_t accepted = 0;  ///< that accepts() says yes to, whatever it holds
    std::uint16_t settled = 0;   ///< that nothing more is asked of

    bool is_accepted(const Value& value) const { return (accepted >> static_cast<unsigned>(value.kind())) & 1; }
    bool is_settled(const Value& value) const { return (settled >> static_cast<unsigned>(value.kind())) & 1; }
  };

  /// Rows of a span go before rows of the same name in later ones. All must outlive the table.
  explicit FieldTable(std::span<const Field> own, std::span<const Field> common = {}, std::span<const Field> more = {});

  /// The field that a map's key names; nullptr when there is none, or the key is no text.
  const Row* find(const Value& key) const {
    const std::size_t place = names_.find_key(key);
    return place == Names::npos ? nullptr : &rows_[place];
  }

  /// The field that `name`, which is none, was surely meant to be: but for a slip of the finger, or case, the same.
  /// Empty when there is none: plugins add fields.
  std::string_view near_miss(std::string_view name) const;

  /// Those that must be there.
  std::span<const Field* const> required() const { return required_; }

 private:
  using Names = NameSlots<256>;

  void add(const Field& field);

  Names names_;
  std::vector<Row> rows_;  // in the places of names_
  std::vector<const Field*> required_;
};

/// The one table of a shape.
const FieldTable& table_of(const Shape& shape);
/// The fields of a stage type and those of all stages; nullptr when we know none of its own.
const FieldTable* find_stage_table(const Value& type);
/// The same for triggers: with everything that Echo converts; nullptr for unknown types.
const FieldTable* find_trigger_table(const Value& type);

}  // namespace sailmaker::pipeline
