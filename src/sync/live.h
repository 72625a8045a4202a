#pragma once

#include "base/result.h"
#include "pipeline/surroundings.h"
#include "target/live.h"

namespace sailmaker::sync {

/// Asks a running Spinnaker for all that pipelines may name. An error is a failure of its API.
Result<pipeline::Surroundings> surroundings_of(target::Live& live);

}  // namespace sailmaker::sync
