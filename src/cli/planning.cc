#include "cli/planning.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "sync/moves.h"

namespace sailmaker::cli {

namespace {

Result<sync::Planned> make_plan(const Arguments& arguments, const Session& session, const FleetTarget& at,
                                sync::Purpose purpose, const fleet::Selector& selector) {
  Progress progress(arguments, at.doing("Planning"));
  sync::PlanOptions options;
  options.selector = selector;
  options.home = at.name.empty() ? nullptr : at.declared;
  options.purpose = purpose;
  options.threads = threads_of(arguments);
  options.progress = progress.callback();
  options.stop = &interrupted();
  if (arguments.has("prune")) options.prune = sync::Prune::yes;
  if (arguments.has("force-prune")) options.prune = sync::Prune::forced;
  const PlanStyle style = plan_style(arguments);
  options.describe = [&style](const sync::Change& change, const sync::Documents& documents,
                              const diff::Comparison* comparison) {
    return describe(change, documents, comparison, style);
  };
  auto planned = sync::make_plan(session.generator(), session.fleet(), *at.target, options);
  if (!planned || at.name.empty()) return planned;
  planned->plan.target_name = at.name;
  for (Finding& finding : planned->findings) {
    if (finding.error.key.empty()) finding.error.message.insert(0, at.name + ": ");
  }
  return planned;
}

// Where the fleet keeps each of its pipelines.
sync::HomeOf homes_of(const Session& session) {
  std::unordered_map<std::string, std::string> homes;
  for (const fleet::Entry& entry : session.generator().entries()) {
    if (entry.target != nullptr) homes.emplace(to_string(entry.key), entry.target->name);
  }
  return [homes = std::move(homes)](const std::string& key) {
    const auto found = homes.find(key);
    return found == homes.end() ? std::string() : found->second;
  };
}

const TargetPlan* find_plan(const std::vector<TargetPlan>& plans, const std::string& name) {
  const auto found = std::find_if(plans.begin(), plans.end(), [&](const auto& each) { return each.at->name == name; });
  return found == plans.end() ? nullptr : &*found;
}

// Two names of one database would have each delete what belongs to the other. Whoever removes what moves looks first.
std::optional<Error> one_place(const std::vector<TargetPlan>& plans) {
  std::set<std::pair<const TargetPlan*, const TargetPlan*>> asked;
  for (const TargetPlan& each : plans) {
    for (const sync::Change& change : each.plan.changes) {
      const auto moved = each.plan.moved.find(change.key);
      if (change.action != sync::Action::remove || moved == each.plan.moved.end()) continue;
      const TargetPlan* other = find_plan(plans, moved->second);
      if (other == nullptr || !asked.emplace(&each, other).second) continue;
      const auto same = sync::is_same_place(*each.at->target, *other->at->target, change.id);
      if (!same) return same.error();
      if (!*same) continue;
      return Error("the targets " + each.at->name + " and " + other->at->name + " seem to be one place: both hold " +
                   change.key + ", written at the same moment")
          .with_hint("give each a place of its own; where they are copies, remove " + change.id + " from " +
                     each.at->name + " by hand");
    }
  }
  return std::nullopt;
}

bool settle_moves(const Session& session, std::vector<TargetPlan>& plans) {
  if (plans.front().at->name.empty()) return true;
  std::vector<sync::Plan*> bare;
  bare.reserve(plans.size());
  for (TargetPlan& each : plans) bare.push_back(&each.plan);
  sync::note_moves(bare, homes_of(session));
  const auto wrong = one_place(plans);
  if (wrong) say_error(*wrong);
  return !wrong;
}

}  // namespace

std::optional<Plans> plans_for(const Arguments& arguments, const Session& session, std::span<const FleetTarget> targets,
                               sync::Purpose purpose, const fleet::Selector& selector) {
  Plans plans;
  std::vector<Finding> findings;
  for (const FleetTarget& at : targets) {
    auto planned = make_plan(arguments, session, at, purpose, selector);
    if (!planned) {
      say_failed(at, planned.error());
      plans.failed.push_back(at.name);
      if (interrupted()) return std::nullopt;
      continue;
    }
    for (Finding& finding : planned->findings) findings.push_back(std::move(finding));
    plans.all.push_back({&at, std::move(planned->plan)});
  }
  say_findings(arguments, findings);
  if (count(findings, Severity::error) > 0) return say("Nothing is planned while there are errors.\n"), std::nullopt;
  if (plans.all.empty() || !settle_moves(session, plans.all)) return std::nullopt;
  return plans;
}

int say_failed(const std::vector<std::string>& failed, int code) {
  for (const std::string& name : failed) say(name + " failed; see above. Nothing was planned for it.\n");
  return failed.empty() ? code : kError;
}

PlanStyle plan_style(const Arguments& arguments, std::string_view drift) {
  PlanStyle style;
  style.format = arguments.value("output");
  style.color = colors(arguments).out;
  style.whole = arguments.has("verbose");
  style.folded = !style.whole && !arguments.has("full");
  style.threads = threads_of(arguments);
  style.drift = drift;
  return style;
}

}  // namespace sailmaker::cli
