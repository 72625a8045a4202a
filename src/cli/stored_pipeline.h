#pragma once

#include "base/result.h"
#include "cli/session.h"
#include "value/value.h"

namespace sailmaker::cli {

class Arguments;

/// What the fleet's target holds for a pipeline of the fleet, also where it is stored under another id; null where it
/// is not stored yet.
Result<Value> stored_pipeline(const Arguments& arguments, const Session& session, const generate::Generated& made);

}  // namespace sailmaker::cli
