#pragma once

#include <string>

#include "value/value.h"

namespace sailmaker::pipeline {

/// What tells a trigger from its siblings, whatever their order: its type and the fields that say what it listens to
/// ("git|github|azar|my-microservice|develop"). Triggers of unknown types: all their short fields. Frozen: trigger ids
/// are made of it. Empty for what is no map.
std::string trigger_name(const Value& trigger);

}  // namespace sailmaker::pipeline
