#pragma once

#include "base/result.h"
#include "cli/fleet_target.h"
#include "cli/session.h"
#include "pipeline/surroundings.h"

namespace sailmaker::cli {

/// Whether there is a Spinnaker behind the target that can be asked; mere storage knows nothing.
bool is_live(const FleetTarget& at);

/// What the Spinnaker behind a target of the fleet knows, with the fleet's own pipelines there among the pipelines. An
/// error when the target is mere storage.
Result<pipeline::Surroundings> live_surroundings(const Session& session, const FleetTarget& at);

}  // namespace sailmaker::cli
