#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "pipeline/same_name.h"
#include "pipeline/schema.h"

namespace sailmaker::pipeline {

/// Fields by name. Made once for each kind of map and then asked for every key that such a map holds.
class FieldTable {
 public:
  struct Row {
    const Field* field;
    const FieldTable* inside;  ///< for what Field::inside describes; nullptr without it
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
  // With two ends, the middle and the length mixed, most names have a slot of their own.
  static std::size_t slot_of(std::string_view name) {
    const auto letter = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(name[at])); };
    return (name.size() * 5 + letter(0) * 3 + letter(name.size() / 2) * 7 + letter(name.size() - 1) * 11) % kSlots;
  }

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
