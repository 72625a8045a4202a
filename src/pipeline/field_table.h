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
  /// The rows of `own` go before rows of the same name in `common`. Both must outlive the table.
  explicit FieldTable(std::span<const Field> own, std::span<const Field> common = {});

  /// nullptr when there is no such field.
  const Field* find(std::string_view name) const {
    if (name.empty()) return nullptr;
    for (std::size_t slot = slot_of(name); slots_[slot] != 0; slot = next(slot)) {
      const Field* field = fields_[slots_[slot] - 1];
      if (same_name(field->name, name)) return field;
    }
    return nullptr;
  }

  /// Those that must be there, all of them rows of `own`.
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

  std::array<std::uint8_t, kSlots> slots_ = {};  // place in fields_ + 1; 0 is free
  std::vector<const Field*> fields_;
  std::vector<const Field*> required_;
};

}  // namespace sailmaker::pipeline
