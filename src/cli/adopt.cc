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
int print_others(const Arguments& arguments, target::Target& target, const std::unordered_set<std::string>& matched) {
  sync::MigrateOptions options;
  options.wanted = [](const Value& pipeline) { return !pipeline::mark_of(pipeline); };
  Progress progress(arguments, "Reading");
  options.progress = progress.callback();
  auto stored = sync::read_migration(target, options);
  if (!stored) return say_error(stored.error()), kError;
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

}  // namespace

int run_adopt(const Arguments& arguments) {
  if (!arguments.has("dry-run") && !may_ask(arguments)) return kUsage;
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto selector = selector_of(arguments, *session);
  if (!selector) return kError;
  const auto at = session->open_target();
  if (!at) return say_error(at.error()), kError;
  // Of the whole fleet, so that what is called a stranger is none of it.
  auto plan = plan_for(arguments, *session, *at->target, sync::Purpose::apply, fleet::Selector());
  if (!plan) return kError;
  std::unordered_set<std::string> matched;
  for (const sync::Change& change : plan->changes) matched.insert(change.id);
  const sync::Plan differing = take_differing(*plan, *selector);
  if (arguments.value("output") != "json") {
    if (print_others(arguments, *at->target, matched) != kDone) return kError;
    print_differing(differing, plan_style(arguments));
  }
  TargetPlan planned{&*at, std::move(*plan)};
  if (planned.plan.changes.empty() && arguments.value("output") != "json") {
    return print("Nothing to adopt: no pipeline without Sailmaker's mark is what the fleet makes.\n"), kDone;
  }
  if (arguments.has("dry-run")) return print_plans(std::span(&planned, 1), plan_style(arguments)), kDone;
  return show_ask_and_carry_out(arguments, std::span(&planned, 1), new_run(arguments, "adopt"),
                                {"Adopt", kDriftWords, kAdvice});
}

}  // namespace sailmaker::cli
