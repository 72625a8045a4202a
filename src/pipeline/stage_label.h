#pragma once

#include <string>

#include "value/value.h"

namespace sailmaker::pipeline {

/// What people call a stage, in quotes: its name, else its refId, else its type; "a stage" when it has none of these.
std::string stage_label(const Value& stage);

}  // namespace sailmaker::pipeline
