#pragma once

#include <string>

#include "value/value.h"

namespace sailmaker::pipeline {

/// `value` as Java's toString() writes what Jackson read: text as it is, 1.0E7 for large reals, {a=b, c=d} and [a, b]
/// for maps and lists, null. Throws TooDeep.
std::string java_text(const Value& value);

}  // namespace sailmaker::pipeline
