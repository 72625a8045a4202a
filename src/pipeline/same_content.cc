#include "pipeline/same_content.h"

#include "pipeline/same_name.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

bool same_at(const Value& a, const Value& b, int depth);

bool same_key(const Value& a, const Value& b) {
  if (a.same_as(b)) return true;
  return a.is_string() && b.is_string() && same_name(a.as_string(), b.as_string());
}

// The value under this key, looked for beside the place `near`, where the one before was found.
const Value* find_near(const Map& map, const Value& key, std::size_t& near) {
  for (const std::size_t place : {near + 1, near - 1}) {
    if (place < map.size() && same_key(map.at(place).key, key)) return near = place, &map.at(place).value;
  }
  constexpr std::size_t kFew = 32;
  if (map.size() > kFew || !key.is_string()) return map.find_key(key);
  for (std::size_t place = 0; place < map.size(); ++place) {
    if (same_key(map.at(place).key, key)) return near = place, &map.at(place).value;
  }
  return nullptr;
}

bool same_maps(const Map& a, const Map& b, int depth) {
  if (a.size() != b.size()) return false;
  std::size_t near = static_cast<std::size_t>(-1);
  for (const Map::Entry& entry : a) {
    const Value* other = find_near(b, entry.key, near);
    if (other == nullptr || !same_at(entry.value, *other, depth)) return false;
  }
  return true;
}

bool same_lists(const List& a, const List& b, int depth) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_at(a[i], b[i], depth)) return false;
  }
  return true;
}

bool same_at(const Value& a, const Value& b, int depth) {
  if (depth > kDeepestValue) throw TooDeep{};
  if (a.same_as(b)) return true;
  if (a.is_string()) return b.is_string() && a.as_string() == b.as_string();
  if (a.is_map()) return b.is_map() && same_maps(a.as_map(), b.as_map(), depth + 1);
  if (a.is_list()) return b.is_list() && same_lists(a.as_list(), b.as_list(), depth + 1);
  return identical(a, b);
}

}  // namespace

bool same_content(const Value& a, const Value& b) { return same_at(a, b, 0); }

}  // namespace sailmaker::pipeline
