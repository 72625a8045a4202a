#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/plan_text.h"
#include "fleet/selector.h"
#include "sync/plan.h"

namespace sailmaker::cli {

class Arguments;
class Session;

/// The plans of a fleet's targets.
struct Plans {
  std::vector<TargetPlan> all;
  std::vector<std::string> failed;  ///< names of targets that could not be planned; why is said already
};

/// Makes the plans that a command's options ask for, one for each target, with a progress bar. A target that fails does
/// not keep the others from being planned. Nothing when all fail or when pipelines have errors; why is said already.
/// `targets` must outlive the plans.
std::optional<Plans> plans_for(const Arguments& arguments, const Session& session, std::span<const FleetTarget> targets,
                               sync::Purpose purpose, const fleet::Selector& selector);

/// Says at a command's end which targets have nothing of it. The exit code: `code`, or kError when there are such.
int say_failed(const std::vector<std::string>& failed, int code);

/// How the command wants plans printed.
PlanStyle plan_style(const Arguments& arguments, std::string_view drift = kDriftWords);

}  // namespace sailmaker::cli
