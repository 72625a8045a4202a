#pragma once

#include <memory>
#include <optional>

#include "cli/plan_text.h"
#include "fleet/selector.h"
#include "sync/plan.h"
#include "target/target.h"

namespace sailmaker::cli {

class Arguments;
class Session;

/// Makes the plan that a command's options ask for, with a progress bar. Nothing when it fails or when pipelines have
/// errors; why is said already.
std::optional<sync::Plan> plan_for(const Arguments& arguments, const Session& session, target::Target& target,
                                   sync::Purpose purpose);

/// The same for pipelines that its operand does not say.
std::optional<sync::Plan> plan_for(const Arguments& arguments, const Session& session, target::Target& target,
                                   sync::Purpose purpose, const fleet::Selector& selector);

/// How the command wants plans printed.
PlanStyle plan_style(const Arguments& arguments, std::string_view drift = kDriftWords);

}  // namespace sailmaker::cli
