#pragma once

#include <set>
#include <string>

#include "fleet/model.h"

namespace sailmaker::generate {

/// Every name that a guard rail of this scope can use for at least one pipeline of the fleet: its own (`key`, `vars`,
/// `pipeline`, the part it looks at, for stages `upstream`), the standard ones, all variables of all layers.
std::set<std::string, std::less<>> rail_names(const fleet::Fleet& fleet, fleet::RailScope scope);

}  // namespace sailmaker::generate
