#include "pipeline/field_table.h"

#include <cassert>

namespace sailmaker::pipeline {

FieldTable::FieldTable(std::span<const Field> own, std::span<const Field> common) {
  assert(own.size() + common.size() < kSlots / 2);
  for (const Field& field : own) {
    add(field);
    if (field.need == Need::required) required_.push_back(&field);
  }
  for (const Field& field : common) add(field);
}

void FieldTable::add(const Field& field) {
  fields_.push_back(&field);
  std::size_t slot = slot_of(field.name);
  while (slots_[slot] != 0) slot = next(slot);
  slots_[slot] = static_cast<std::uint8_t>(fields_.size());
}

}  // namespace sailmaker::pipeline
