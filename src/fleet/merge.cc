#include <algorithm>

#include "fleet/layers.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

void check_depth(int depth) {
  if (depth > kDeepestValue) throw TooDeep{};
}

// Whether a map, or a map inside of it, holds a null: something that removes. Lists replace, so theirs do not count.
bool removes(const Value& value, int depth) {
  check_depth(depth);
  if (!value.is_map()) return false;
  const Map& map = value.as_map();
  return std::any_of(map.begin(), map.end(),
                     [&](const Map::Entry& entry) { return entry.value.is_null() || removes(entry.value, depth + 1); });
}

// The value with nothing below it: nulls that remove nothing are gone.
Value alone(const Value& value, int depth) {
  if (!removes(value, depth)) return value;
  Map kept;
  for (const Map::Entry& entry : value.as_map()) {
    if (!entry.value.is_null()) kept.set(entry.key, alone(entry.value, depth + 1));
  }
  return kept;
}

void merge_into(Value& under, const Value& over, int depth) {
  check_depth(depth);
  if (!under.is_map() || !over.is_map()) {
    under = alone(over, depth);
    return;
  }
  if (over.as_map().empty()) return;
  Map& merged = under.mutable_map();
  for (const Map::Entry& entry : over.as_map()) {
    Value* there = merged.find_key(entry.key);
    if (entry.value.is_null()) {
      if (there != nullptr) merged.erase(entry.key);
    } else if (there == nullptr) {
      merged.set(entry.key, alone(entry.value, depth + 1));
    } else {
      merge_into(*there, entry.value, depth + 1);
    }
  }
}

}  // namespace

Value merge(Value under, const Value& over) {
  merge_into(under, over, 0);
  return under;
}

}  // namespace sailmaker::fleet
