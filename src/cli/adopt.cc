#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "cli/arguments.h"
#include "cli/carry_out.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "pipeline/mark.h"
#include "sync/migrate.h"
#include "value/json.h"

namespace sailmaker::cli {

namespace {

constexpr std::string_view kAdvice = "";

// Stored pipelines that carry no mark and are none of the fleet's.
int print_others(const Arguments& arguments, const FleetTarget& at, const std::unordered_set<std::string>& matched) {
  sync::MigrateOptions options;
  options.wanted = [](const Value& pipeline) { return !pipeline::mark_of(pipeline); };
  Progress progress(arguments, at.doing("Reading"));
  options.progress = progress.callback();
  auto stored = sync::read_migration(*at.target, options);
  if (!stored) return say_failed(at, stored.error()), kError;
  std::erase_if(stored->wanted, [&](const sync::Restoration& one) { return matched.contains(one.id); });
  if (stored->wanted.empty()) return kDone;
  std::string out = fmt::format("{} stored and not in the fleet:\n", counted(stored->wanted.size(), "pipeline"));
  for (const sync::Restoration& one : stored->wanted) {
    out += fmt::format("  \"{}\" in {}, id {}\n", one.name, one.application, one.id);
  }
  print(out + "\n");
  return kDone;
}

void print_differing(const sync::Plan& differing, const PlanStyle& style) {
  if (differing.changes.empty()) return;
  print(fmt::format("{} stored under the same name and different; the fleet would make:\n\n",
                    counted(differing.changes.size(), "pipeline")));
  print_changes(differing, style);
}

// Parts the selected adoptions of the plan: those that agree stay in it, the others are returned.
sync::Plan take_differing(sync::Plan& plan, const fleet::Selector& selector) {
  sync::Plan differing;
  std::vector<sync::Change> agreeing;
  for (sync::Change& change : plan.changes) {
    const auto key = fleet::parse_key(change.key);
    if (!change.adopted || !key || !selector.matches(*key)) continue;
    (change.differences.empty() ? agreeing : differing.changes).push_back(std::move(change));
  }
  plan.changes = std::move(agreeing);
  plan.selector = selector.text();
  plan.orphans.clear();
  return differing;
}

// Leaves in the plan what can be taken over, and prints what cannot.
int part(const Arguments& arguments, TargetPlan& each, const fleet::Selector& selector) {
  std::unordered_set<std::string> matched;
  for (const sync::Change& change : each.plan.changes) matched.insert(change.id);
  const sync::Plan differing = take_differing(each.plan, selector);
  if (arguments.value("output") == "json") return kDone;
  if (!each.at->name.empty()) print("In " + each.at->describe() + ":\n\n");
  if (print_others(arguments, *each.at, matched) != kDone) return kError;
  print_differing(differing, plan_style(arguments));
  return kDone;
}

}  // namespace

int run_adopt(const Arguments& arguments) {
  if (!arguments.has("dry-run") && !may_ask(arguments)) return kUsage;
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto selector = selector_of(arguments, *session);
  if (!selector) return kError;
  const auto targets = open_targets(arguments, session->fleet());
  if (!targets) return say_error(targets.error()), kError;
  // Of the whole fleet, so that what is called a stranger is none of it.
  auto plans = plans_for(arguments, *session, *targets, sync::Purpose::apply, fleet::Selector());
  if (!plans) return kError;
  bool nothing = true;
  for (TargetPlan& each : plans->all) {
    if (part(arguments, each, *selector) != kDone) return kError;
    nothing = nothing && each.plan.changes.empty();
  }
  if (nothing && arguments.value("output") != "json") {
    print("Nothing to adopt: no pipeline without Sailmaker's mark is what the fleet makes.\n");
    return say_failed(plans->failed, kDone);
  }
  if (arguments.has("dry-run")) {
    print_plans(plans->all, plan_style(arguments));
    return say_failed(plans->failed, kDone);
  }
  const int code =
      show_ask_and_carry_out(arguments, plans->all, new_run(arguments, "adopt"), {"Adopt", kDriftWords, kAdvice});
  return say_failed(plans->failed, code);
}

}  // namespace sailmaker::cli
