#include <fmt/format.h>

#include <charconv>
#include <span>
#include <vector>

#include "cli/arguments.h"
#include "cli/carry_out.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/session.h"
#include "cli/stored_history.h"
#include "sync/history.h"
#include "sync/moves.h"
#include "sync/restore.h"
#include "sync/run_book.h"

namespace sailmaker::cli {

namespace {

constexpr std::string_view kDrift = "changed by somebody since that run";
constexpr std::string_view kAdvice = "Look at the difference, then use --overwrite-drift.";

// What one target is to hold again.
struct Wanted {
  const FleetTarget* at;
  std::vector<sync::Restoration> pipelines;
};

// An earlier version of one pipeline.
std::optional<std::vector<Wanted>> wanted_version(const Arguments& arguments, const fleet::Fleet& fleet,
                                                  std::span<const FleetTarget> targets) {
  constexpr int kFarthest = 1000;
  const std::string address = arguments.operand(0);
  const std::string text = arguments.value("to");
  std::size_t number = 1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  auto found = find_histories(address, targets, fleet, kFarthest);
  StoredHistory* one = found ? the_one(*found, address) : nullptr;
  if (one == nullptr) return std::nullopt;
  sync::History& history = one->history;
  for (sync::Version& version : history.versions) {
    if (version.number != number) continue;
    std::vector<Wanted> wanted(1);
    wanted.front().at = one->at;
    wanted.front().pipelines.push_back(
        {history.key, history.application, history.name, history.id, std::move(version.body), {}});
    return wanted;
  }
  say_error(Error(fmt::format("version {} of {} is not known", number, address))
                .with_hint(fmt::format("`sailmaker history {}` lists the versions that are", address)));
  return std::nullopt;
}

// A run is undone in all its targets or, while one of them cannot tell, in none: what moved from one to another must
// not be gone from both. Nothing with an error said.
std::optional<std::vector<Wanted>> wanted_undoing(const Arguments& arguments, std::span<const FleetTarget> targets) {
  const std::string id = arguments.operand(0);
  if (arguments.is_set("to")) {
    say_error(Error("a run is undone whole: --to goes with a pipeline"));
    return std::nullopt;
  }
  std::vector<Wanted> all;
  const auto failed = [](const FleetTarget& at, const Error& error) {
    say_failed(at, error);
    if (!at.name.empty()) say("Nothing is undone while a target fails; --target NAME undoes a run in one alone.\n");
    return std::nullopt;
  };
  for (const FleetTarget& at : targets) {
    sync::RunBook book(at.records());
    const auto run = book.read(id);
    if (!run) return failed(at, run.error());
    if (!*run) continue;
    auto wanted = sync::undoing(book, **run);
    if (!wanted) return failed(at, wanted.error());
    all.push_back({&at, std::move(*wanted)});
  }
  if (!all.empty()) return all;
  say_error(Error("there is no run '" + id + "'").with_hint("`sailmaker history` lists the runs"));
  return std::nullopt;
}

std::optional<std::vector<TargetPlan>> plans_of(const Arguments& arguments, const fleet::Fleet& fleet,
                                                const std::vector<Wanted>& wanted, const PlanStyle& style) {
  sync::RestoreOptions options;
  options.title = "rollback " + arguments.operand(0);
  options.is_protected = [&](const std::string& key) { return is_protected(fleet, key); };
  options.describe = [&](const sync::Change& change, const sync::Documents& documents,
                         const diff::Comparison* comparison) { return describe(change, documents, comparison, style); };
  std::vector<TargetPlan> plans;
  std::vector<sync::Plan*> bare;
  for (const Wanted& each : wanted) {
    auto planned = sync::plan_restorations(each.pipelines, *each.at->target, options);
    if (!planned) return say_failed(*each.at, planned.error()), std::nullopt;
    say_findings(arguments, planned->findings);
    planned->plan.target_name = each.at->name;
    plans.push_back({each.at, std::move(planned->plan)});
  }
  bare.reserve(plans.size());
  for (TargetPlan& each : plans) bare.push_back(&each.plan);
  if (bare.size() > 1) sync::note_moves(bare, {});
  return plans;
}

}  // namespace

int run_rollback(const Arguments& arguments) {
  if (!arguments.has("dry-run") && !may_ask(arguments)) return kUsage;
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return kError;
  const auto targets = open_targets(arguments, *fleet);
  if (!targets) return say_error(targets.error()), kError;
  const bool is_run = sync::is_run_id(arguments.operand(0));
  const auto wanted = is_run ? wanted_undoing(arguments, *targets) : wanted_version(arguments, *fleet, *targets);
  if (!wanted) return kError;
  const PlanStyle style = plan_style(arguments, kDrift);
  auto plans = plans_of(arguments, *fleet, *wanted, style);
  if (!plans) return kError;
  if (arguments.has("dry-run")) return print_plans(*plans, style), kDone;
  return show_ask_and_carry_out(arguments, *plans, new_run(arguments, "rollback " + arguments.operand(0)),
                                {"Rollback", kDrift, kAdvice});
}

}  // namespace sailmaker::cli
