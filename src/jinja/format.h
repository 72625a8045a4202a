#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "jinja/arguments.h"
#include "value/value.h"

namespace sailmaker::jinja {

/// text % arguments, as Python has it.
Value format_percent(Evaluator& evaluator, const Value& text, const Value& arguments);
/// text.format(...)
Value format_braces(Evaluator& evaluator, const Value& text, const Arguments& arguments);
/// text.format_map(mapping): of any value, which is looked at where a field asks for it.
Value format_braces_by_map(Evaluator& evaluator, const Value& text, const Value& mapping);

/// How a number or text is laid out: Python's format specification.
struct FormatSpec {
  std::string fill = " ";
  char align = 0;  ///< '<' '>' '^' '=' or 0
  char sign = 0;   ///< '+' '-' ' ' or 0
  bool alternate = false;
  bool no_minus_zero = false;
  bool zero = false;
  std::int64_t width = 0;
  char grouping = 0;
  std::int64_t precision = -1;
  char type = 0;
};

/// Lays out a value as the text behind a field's ":" says; throws TypeError and ValueError as Python does.
std::string format_value(Evaluator& evaluator, const Value& value, std::string_view spec_text);
/// Digits of `number` in the style of 'e', 'f', 'g' or their capitals.
std::string format_double(double number, char type, std::int64_t precision, bool alternate);
/// An integer of any size as %d, %x ... show it; `alternate` adds the prefix.
std::string format_integer(const Value& integer, char type, bool alternate);
/// `body`, a number after its sign and prefix, filled up to the width.
std::string pad(const std::string& sign, const std::string& body, const FormatSpec& spec, char default_align);

}  // namespace sailmaker::jinja
