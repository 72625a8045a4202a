#pragma once

#include <string>

#include "value/path.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// What tells the items of a pipeline's lists apart, for a diff: stages by refId, artifacts by displayName, parameters
/// by name, triggers by what they are (type and source), variables by key; empty for items that have no name.
std::string identity_of(const Path& list, const Value& item);

}  // namespace sailmaker::pipeline
