#include "pipeline/java_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// The shortest digits that give the same number again, as d.ddd with an exponent or, near 1, without.
std::string real_text(double real) {
  if (std::isnan(real)) return "NaN";
  if (std::isinf(real)) return real < 0 ? "-Infinity" : "Infinity";
  const double size = std::abs(real);
  const bool is_plain = size == 0 || (size >= 1e-3 && size < 1e7);
  char buffer[64];
  const auto format = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, real, format).ptr;
  std::string text(buffer, end);
  const std::size_t exponent = text.find('e');
  std::string digits = text.substr(0, exponent);
  if (digits.find('.') == std::string::npos) digits += ".0";
  if (exponent == std::string::npos) return digits;
  return digits + "E" + std::to_string(std::atoi(text.c_str() + exponent + 1));
}

void append(std::string& out, const Value& value, int depth) {
  if (depth > kDeepestValue) throw TooDeep();
  const char* separator = "";
  switch (value.kind()) {
    case Kind::boolean: out += value.as_boolean() ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(value.as_integer()); return;
    case Kind::real: out += real_text(value.as_real()); return;
    case Kind::string:
    case Kind::big_integer: out += value.as_string(); return;
    case Kind::list:
      out += '[';
      for (const Value& item : value.as_list()) {
        out += separator;
        append(out, item, depth + 1);
        separator = ", ";
      }
      out += ']';
      return;
    case Kind::map:
      out += '{';
      for (const Map::Entry& entry : value.as_map()) {
        out += separator;
        append(out, entry.key, depth + 1);
        out += '=';
        append(out, entry.value, depth + 1);
        separator = ", ";
      }
      out += '}';
      return;
    case Kind::null:
    case Kind::object: out += "null"; return;
  }
}

}  // namespace

std::string java_text(const Value& value) {
  std::string out;
  append(out, value, 0);
  return out;
}

}  // namespace sailmaker::pipeline
