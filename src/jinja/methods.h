#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/registry.h"
#include "value/value.h"

namespace sailmaker::jinja {

/// What a name means as a method of each kind of value; null where that kind has no such method.
struct Method {
  const Native* of_text = nullptr;
  const Native* of_safe_text = nullptr;  ///< where a text that is not safe has no such method
  const Native* of_list = nullptr;
  const Native* of_tuple = nullptr;
  const Native* of_map = nullptr;
  const Native* of_integer = nullptr;
  const Native* of_real = nullptr;
  const Native* of_range = nullptr;
};

/// nullptr when no kind of value has a method of that name.
const Method* find_method(std::string_view name);
/// dict.fromkeys
const Native* find_global_method(const Native& global, std::string_view name);
/// next() and reset().
const Native* find_cycler_method(std::string_view name);
const Native* method_for(const Method* method, const Value& value);
/// The names of all methods that the value has, for near misses.
std::vector<std::string> method_names(const Value& value);

std::span<const Native> text_methods();
std::span<const Native> text_test_methods();
std::span<const Native> text_split_methods();
std::span<const Native> safe_text_methods();
std::span<const Native> list_methods();
std::span<const Native> tuple_methods();
std::span<const Native> map_methods();
std::span<const Native> integer_methods();
std::span<const Native> real_methods();
std::span<const Native> range_methods();
/// `real`, `imag`, `numerator` and `denominator` of a number; missing() for other names.
Value number_member(const Value& number, std::string_view name);

}  // namespace sailmaker::jinja
