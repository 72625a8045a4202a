#include <simdjson.h>

#include "value/json.h"
#include "value/json_strict.h"
#include "value/map.h"

namespace sailmaker {

namespace {

namespace dom = simdjson::dom;

// A parser keeps its buffers; threads must not share one. Buffers that a huge text left behind are given back.
constexpr std::size_t kLargestKept = 1 << 20;

Value build(dom::element element);

Value build_list(dom::array array) {
  List items;
  items.reserve(array.size());
  for (const dom::element item : array) items.push_back(build(item));
  return Value(std::move(items));
}

Value build_map(dom::object object) {
  Map map;
  map.reserve(object.size());
  for (const dom::key_value_pair field : object) map.set(Value(field.key), build(field.value));
  return Value(std::move(map));
}

Value build_unsigned(std::uint64_t number) {
  if (number <= static_cast<std::uint64_t>(INT64_MAX)) return Value(static_cast<std::int64_t>(number));
  return Value::big_integer(std::to_string(number));
}

Value build(dom::element element) {
  switch (element.type()) {
    case dom::element_type::ARRAY: return build_list(element.get_array().value_unsafe());
    case dom::element_type::OBJECT: return build_map(element.get_object().value_unsafe());
    case dom::element_type::INT64: return Value(element.get_int64().value_unsafe());
    case dom::element_type::UINT64: return build_unsigned(element.get_uint64().value_unsafe());
    case dom::element_type::DOUBLE: return Value(element.get_double().value_unsafe());
    case dom::element_type::STRING: return Value(element.get_string().value_unsafe());
    case dom::element_type::BOOL: return Value(element.get_bool().value_unsafe());
    case dom::element_type::NULL_VALUE: break;
  }
  return Value();
}

}  // namespace

Result<Value> parse_json(std::string_view text, std::string_view file, const JsonLimits& limits) {
  if (text.size() > limits.size) return parse_json_strictly(text, file, limits);
  thread_local dom::parser parser;
  if (parser.capacity() > kLargestKept && text.size() < kLargestKept) parser = dom::parser();
  dom::element root;
  const bool good = parser.allocate(std::max<std::size_t>(text.size(), 32), static_cast<std::size_t>(limits.depth)) ==
                        simdjson::SUCCESS &&
                    parser.parse(text.data(), text.size()).get(root) == simdjson::SUCCESS;
  if (!good) return parse_json_strictly(text, file, limits);
  return build(root);
}

}  // namespace sailmaker
