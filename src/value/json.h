#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "value/value.h"

namespace sailmaker {

struct JsonLimits {
  std::size_t size = 64 << 20;  ///< bytes of text
  int depth = 500;              ///< lists and maps inside each other
};

/// Reads one JSON document (RFC 8259, UTF-8, nothing but white space after it). Integers of any size stay integers,
/// numbers with a point or an exponent are reals (beyond a double's range: an error). Of equal keys the last one
/// counts, at the place of the first, as Spinnaker's own reader does it. `file` names the text in errors.
Result<Value> parse_json(std::string_view text, std::string_view file, const JsonLimits& limits = {});

enum class JsonStyle {
  compact,   ///< no white space: how Spinnaker stores documents
  indented,  ///< two blanks a level, for people
  sorted,    ///< compact, keys in the order of their bytes: equal values give equal text
};

/// Appends `value` as JSON, UTF-8, with only the escapes that JSON asks for. Keys that are no text become text as
/// Python's json module has it (true, null, 1). Numbers that JSON does not know become NaN, Infinity, -Infinity;
/// objects become null. Throws TooDeep.
void write_json(const Value& value, std::string& out, JsonStyle style = JsonStyle::compact);
std::string to_json(const Value& value, JsonStyle style = JsonStyle::compact);

}  // namespace sailmaker
