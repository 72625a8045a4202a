#pragma once

#include "value/value.h"

namespace sailmaker::pipeline {

/// identical(a, b) in the time of one walk when the keys of both stand in about the same order, as they do in a stored
/// pipeline. Throws TooDeep.
bool same_content(const Value& a, const Value& b);

}  // namespace sailmaker::pipeline
