#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/fleet_target.h"
#include "sync/history.h"

namespace sailmaker::cli {

/// A pipeline's versions in one of the fleet's targets.
struct StoredHistory {
  const FleetTarget* at;
  sync::History history;
};

/// The versions of a pipeline (a key or an id) in each of the targets that holds or held it; at most `limit` in each.
/// Nothing when there are none or a target fails; why is said already.
std::optional<std::vector<StoredHistory>> find_histories(const std::string& address,
                                                         std::span<const FleetTarget> targets,
                                                         const fleet::Fleet& fleet, int limit);

/// The one that a command for a single pipeline means: the only one, or the only one that is stored now. nullptr when
/// --target has to say, which is said already.
StoredHistory* the_one(std::vector<StoredHistory>& found, const std::string& address);

}  // namespace sailmaker::cli
