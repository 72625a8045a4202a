#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/session.h"
#include "sync/plan_file.h"
#include "value/json.h"

namespace sailmaker::cli {

namespace {

Result<void> save(std::span<const TargetPlan> plans, const std::string& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << to_json(sync::encode_all(bare(plans))) << '\n';
  out.close();
  if (!out) return Error("cannot write the plan to '" + file + "'");
  return {};
}

}  // namespace

int run_plan(const Arguments& arguments) {
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto targets = open_targets(arguments, session->fleet());
  if (!targets) return say_error(targets.error()), kError;
  const auto selector = selector_of(arguments, *session);
  if (!selector) return kError;
  const auto purpose = arguments.is_set("out") ? sync::Purpose::apply : sync::Purpose::show;
  const auto plans = plans_for(arguments, *session, *targets, purpose, *selector);
  if (!plans) return kError;
  print_plans(plans->all, plan_style(arguments));
  if (arguments.is_set("out")) {
    const std::string file = arguments.value("out");
    if (!plans->failed.empty()) return say("The plan is not saved.\n"), say_failed(plans->failed, kError);
    if (auto saved = save(plans->all, file); !saved) return say_error(saved.error()), kError;
    if (!arguments.has("quiet")) say(fmt::format("Saved; `sailmaker sync --plan {}` carries it out.\n", file));
  }
  const bool changes = std::any_of(plans->all.begin(), plans->all.end(),
                                   [](const TargetPlan& each) { return !each.plan.changes.empty(); });
  return say_failed(plans->failed, arguments.has("detailed-exitcode") && changes ? kChanges : kDone);
}

}  // namespace sailmaker::cli
