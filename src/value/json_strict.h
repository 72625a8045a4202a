#pragma once

#include "value/json.h"

namespace sailmaker {

/// The same contract as parse_json(), one character at a time: slower, but it knows integers beyond 64 bits and
/// where and why a text is wrong. parse_json() turns to it when simdjson refuses a text.
Result<Value> parse_json_strictly(std::string_view text, std::string_view file, const JsonLimits& limits);

}  // namespace sailmaker
