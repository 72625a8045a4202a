#pragma once

#include <string>

#include "value/value.h"

namespace sailmaker::yaml {

/// The value on one line, to stand inside braces: `{a: 1, b: [x, "y, z"]}`.
std::string flow(const Value& value);

/// `key: value` to stand inside the braces of a map.
std::string flow_entry(const std::string& key, const Value& value);

}  // namespace sailmaker::yaml
