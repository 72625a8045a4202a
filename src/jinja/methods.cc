#include "jinja/methods.h"

#include <algorithm>
#include <unordered_map>

#include "jinja/objects.h"

namespace sailmaker::jinja {

namespace {

using Methods = std::unordered_map<std::string_view, Method>;

const Methods& all_methods() {
  static const Methods methods = [] {
    Methods made;
    for (const auto& group : {text_methods(), text_test_methods(), text_split_methods()}) {
      for (const Native& native : group) made[native.name].of_text = &native;
    }
    for (const Native& native : safe_text_methods()) made[native.name].of_safe_text = &native;
    for (const Native& native : list_methods()) made[native.name].of_list = &native;
    for (const Native& native : tuple_methods()) made[native.name].of_tuple = &native;
    for (const Native& native : map_methods()) made[native.name].of_map = &native;
    for (const Native& native : integer_methods()) made[native.name].of_integer = &native;
    for (const Native& native : real_methods()) made[native.name].of_real = &native;
    for (const Native& native : range_methods()) made[native.name].of_range = &native;
    return made;
  }();
  return methods;
}

}  // namespace

const Method* find_method(std::string_view name) {
  const auto place = all_methods().find(name);
  return place == all_methods().end() ? nullptr : &place->second;
}

const Native* find_global_method(const Native& global, std::string_view name) {
  if (global.name != "dict" || name != "fromkeys") return nullptr;
  return find_method(name)->of_map;
}

const Native* method_for(const Method* method, const Value& value) {
  if (method == nullptr) return nullptr;
  switch (value.kind()) {
    case Kind::string: return method->of_text != nullptr || !is_safe(value) ? method->of_text : method->of_safe_text;
    case Kind::list: return method->of_list;
    case Kind::map: return method->of_map;
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer: return method->of_integer;
    case Kind::real: return method->of_real;
    case Kind::object:
      if (family_of(value) == Family::range) return method->of_range;
      return family_of(value) == Family::tuple ? method->of_tuple : nullptr;
    case Kind::null: return nullptr;
  }
  return nullptr;
}

std::vector<std::string> method_names(const Value& value) {
  std::vector<std::string> names;
  for (const auto& [name, method] : all_methods()) {
    if (method_for(&method, value) != nullptr) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace sailmaker::jinja
