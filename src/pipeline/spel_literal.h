#pragma once

#include <string>

#include "base/result.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// `value` as Spring's expression language writes it, to stand inside `${ }`: 'it''s', 5, 5000000000L, 1.5, true, null,
/// {1, 2}, {'a': 1}; an empty list is {} and an empty map {:}. An Error for what SpEL has no literal for: numbers
/// beyond 64 bits, infinity, keys that are no text. Throws TooDeep.
Result<std::string> spel_literal(const Value& value);

}  // namespace sailmaker::pipeline
