#include "diff/key_order.h"

#include <utility>

#include "diff/match.h"
#include "value/map.h"

namespace sailmaker::diff {

namespace {

Value order(const Value& model, const Value& value, int depth);

// Appends entries from `place` on that `model` does not know.
void take_unknown(const Map& model, const Map& map, std::size_t place, Map& out) {
  for (; place < map.size() && !model.find_key(map.at(place).key); ++place) {
    out.set(map.at(place).key, map.at(place).value);
  }
}

Value order_map(const Map& model, const Map& map, int depth) {
  Map out;
  out.reserve(map.size());
  take_unknown(model, map, 0, out);
  for (const Map::Entry& wanted : model) {
    const Value* value = map.find_key(wanted.key);
    if (value == nullptr) continue;
    // An entry is its value with the key before it, so its place follows from the value's.
    std::size_t place = 0;
    while (&map.at(place).value != value) ++place;
    out.set(map.at(place).key, order(wanted.value, *value, depth + 1));
    take_unknown(model, map, place + 1, out);
  }
  return out;
}

Value order_list(const List& model, const List& list, int depth) {
  const ListMatch match = match_lists(list, model, [](const Value&) { return std::string(); });
  List out = list;
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::size_t partner = i < match.first ? i : kNoPartner;
    if (i >= match.first + match.before.size()) partner = i + model.size() - list.size();
    if (partner == kNoPartner && i >= match.first) partner = match.before[i - match.first].partner;
    if (partner != kNoPartner) out[i] = order(model[partner], list[i], depth + 1);
  }
  return out;
}

Value order(const Value& model, const Value& value, int depth) {
  if (depth > kDeepestValue) throw TooDeep{};
  if (value.same_as(model)) return value;
  if (value.is_map() && model.is_map()) return order_map(model.as_map(), value.as_map(), depth);
  if (value.is_list() && model.is_list()) return order_list(model.as_list(), value.as_list(), depth);
  return value;
}

}  // namespace

Value in_key_order_of(const Value& model, const Value& value) { return order(model, value, 0); }

}  // namespace sailmaker::diff
