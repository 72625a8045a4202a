#pragma once

#include <string_view>

#include "base/result.h"
#include "cli/fleet_target.h"

namespace sailmaker::cli {

class Arguments;

/// The target that an option names: one of the fleet's targets; anything else is a target section, written as YAML on
/// the command line.
Result<FleetTarget> open_named(const Arguments& arguments, std::string_view option, const fleet::Fleet& fleet);

}  // namespace sailmaker::cli
