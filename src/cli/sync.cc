#include <fstream>
#include <iterator>

#include "cli/arguments.h"
#include "cli/carry_out.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/session.h"
#include "sync/plan_file.h"

namespace sailmaker::cli {

namespace {

using sync::Plan;

Result<std::vector<Plan>> read_plans(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error("cannot read the plan '" + file + "'");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return sync::decode_plans(text, file);
}

// The target that a saved plan is for. Whether a single one still is that place, sync::apply() looks.
Result<const FleetTarget*> target_of(const Plan& plan, std::span<const FleetTarget> targets) {
  if (targets.size() == 1 && plan.target_name.empty()) return &targets.front();
  for (const FleetTarget& at : targets) {
    const bool is_meant =
        plan.target_name.empty() ? at.target->describe() == plan.target : at.declared->name == plan.target_name;
    if (!is_meant) continue;
    if (at.target->describe() == plan.target) return &at;
    return Error("this plan was made for another target: " + plan.target + ", not " + at.describe())
        .with_hint("make a new plan for this target");
  }
  return Error("this plan is for the target " + (plan.target_name.empty() ? plan.target : plan.target_name) +
               ", which the fleet does not have")
      .with_hint("make a new plan with this fleet");
}

std::optional<Plans> saved_plans(const Arguments& arguments, std::span<const FleetTarget> targets) {
  if (!arguments.operands.empty() || arguments.has("prune") || arguments.has("force-prune") ||
      arguments.is_set("target")) {
    say_error(Error(arguments.is_set("target")
                        ? "a saved plan is carried out whole: --plan takes no --target"
                        : "a saved plan is carried out whole: --plan takes no selector and no --prune"));
    return std::nullopt;
  }
  auto read = read_plans(arguments.value("plan"));
  if (!read) return say_error(read.error()), std::nullopt;
  Plans plans;
  for (Plan& plan : *read) {
    const auto at = target_of(plan, targets);
    if (!at) return say_error(at.error()), std::nullopt;
    describe(plan, plan_style(arguments));
    plans.all.push_back({*at, std::move(plan)});
  }
  return plans;
}

std::optional<Plans> wanted_plans(const Arguments& arguments, const Session& session,
                                  std::span<const FleetTarget> targets) {
  if (arguments.is_set("plan")) return saved_plans(arguments, targets);
  const auto selector = selector_of(arguments, session);
  if (!selector) return std::nullopt;
  return plans_for(arguments, session, targets, sync::Purpose::apply, *selector);
}

constexpr std::string_view kAdvice = "`sailmaker drift` shows what changed; --overwrite-drift writes it all the same.";

}  // namespace

int run_sync(const Arguments& arguments) {
  if (!may_ask(arguments)) return kUsage;
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto targets = open_targets(arguments, session->fleet());
  if (!targets) return say_error(targets.error()), kError;
  auto plans = wanted_plans(arguments, *session, *targets);
  if (!plans) return kError;
  const int code =
      show_ask_and_carry_out(arguments, plans->all, new_run(arguments, "sync"), {"Sync", kDriftWords, kAdvice});
  return say_failed(plans->failed, code);
}

}  // namespace sailmaker::cli
