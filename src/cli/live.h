#pragma once

#include "base/result.h"
#include "cli/session.h"
#include "pipeline/surroundings.h"

namespace sailmaker::cli {

/// What the Spinnaker behind the fleet's target knows, with the fleet's own pipelines among the pipelines. An error
/// when the target is mere storage.
Result<pipeline::Surroundings> live_surroundings(const Session& session);

}  // namespace sailmaker::cli
