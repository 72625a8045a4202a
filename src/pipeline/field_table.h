#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "pipeline/same_name.h"
#include "pipeline/schema.h"

namespace sailmaker::pipeline {

/// Fields that rules look at which no table can say. Checking a map by a table notes these, so that nobody has to look
/// for the many that are not there.
enum class Noted : std::uint8_t {
  none,
  alias,
  bound_artifact,
  complete_other_branches_then_fail,
  default_artifact,
  fail_pipeline,
  id,
  match_artifact,
  name,
  notifications,
  restrict_execution_during_time_window,
  restricted_execution_window,
  send_notifications,
  stage_enabled,
  use_default_artifact,
  use_prior_artifact,
  count,
};

/// The noted fields of one map.
class Seen {
 public:
  /// nullptr where the map has none.
  const Value* operator[](Noted field) const { return values_[static_cast<std::size_t>(field)]; }
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
    // Bit 1 << kind for each kind of value
    std::uint16_t accepted = 0;  ///< that accepts() says yes to, whatever it holds
    std::uint16_t settled = 0;   ///< that nothing more is asked of

    bool is_accepted(const Value& value) const { return (accepted >> static_cast<unsigned>(value.kind())) & 1; }
    bool is_settled(const Value& value) const { return (settled >> static_cast<unsigned>(value.kind())) & 1; }
  };

  /// Rows of a span go before rows of the same name in later ones. All must outlive the table.
  explicit FieldTable(std::span<const Field> own, std::span<const Field> common = {}, std::span<const Field> more = {});

  /// nullptr when there is no such field.
  const Row* find(std::string_view name) const {
    if (name.empty()) return nullptr;
    for (std::size_t slot = slot_of(name); slots_[slot] != 0; slot = next(slot)) {
      const Row& row = rows_[slots_[slot] - 1];
      if (same_name(row.field->name, name)) return &row;
    }
    return nullptr;
  }

  /// The field that `name`, which is none, was surely meant to be: but for a slip of the finger, or case, the same.
  /// Empty when there is none: plugins add fields.
  std::string_view near_miss(std::string_view name) const;

  /// Those that must be there.
  std::span<const Field* const> required() const { return required_; }

 private:
  static constexpr std::size_t kSlots = 256;

  static std::size_t next(std::size_t slot) { return (slot + 1) % kSlots; }
  static std::size_t slot_of(std::string_view name) { return sparse_hash(name) % kSlots; }

  void add(const Field& field);

  std::array<std::uint8_t, kSlots> slots_ = {};  // place in rows_ + 1; 0 is free
  std::vector<Row> rows_;
  std::vector<const Field*> required_;
};

/// The one table of a shape.
const FieldTable& table_of(const Shape& shape);
/// The fields of a stage type and those of all stages; nullptr when we know none of its own.
const FieldTable* find_stage_table(std::string_view type);
/// The same for triggers: with everything that Echo converts; nullptr for unknown types.
const FieldTable* find_trigger_table(std::string_view type);

}  // namespace sailmaker::pipeline
