#include "jinja/methods.h"

#include <cmath>
#include <unordered_map>

#include "jinja/arguments.h"
#include "jinja/objects.h"

namespace sailmaker::jinja {

const Method* find_method(std::string_view name) {
  static const std::unordered_map<std::string_view, Method> methods = [] {
    std::unordered_map<std::string_view, Method> made;
    for (const auto& group : {text_methods(), text_test_methods(), text_split_methods()}) {
      for (const Native& native : group) made[native.name].of_text = &native;
    }
    for (const Native& native : list_methods()) made[native.name].of_list = &native;
    for (const Native& native : tuple_methods()) made[native.name].of_tuple = &native;
    for (const Native& native : map_methods()) made[native.name].of_map = &native;
    for (const Native& native : number_methods()) made[native.name].of_number = &native;
    return made;
  }();
  const auto place = methods.find(name);
  return place == methods.end() ? nullptr : &place->second;
}

const Native* method_for(const Method* method, const Value& value) {
  if (method == nullptr) return nullptr;
  switch (value.kind()) {
    case Kind::string: return method->of_text;
    case Kind::list: return method->of_list;
    case Kind::map: return method->of_map;
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real: return method->of_number;
    case Kind::object: return family_of(value) == Family::tuple ? method->of_tuple : nullptr;
    case Kind::null: return nullptr;
  }
  return nullptr;
}

namespace {

Value is_integer(Evaluator&, const Value& self, const Arguments&) {
  return !self.is_real() || (std::isfinite(self.as_real()) && std::trunc(self.as_real()) == self.as_real());
}

Value bit_length(Evaluator&, const Value& self, const Arguments&) {
  const std::int64_t number = self.is_integer() ? self.as_integer() : self.is_boolean() ? self.as_boolean() : 0;
  std::uint64_t size = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  int bits = 0;
  for (; size != 0; size >>= 1) ++bits;
  return bits;
}

}  // namespace

std::span<const Native> number_methods() {
  static const Native all[] = {{"is_integer", "", is_integer}, {"bit_length", "", bit_length}};
  return all;
}

}  // namespace sailmaker::jinja
