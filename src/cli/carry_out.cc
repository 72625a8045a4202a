#include "cli/carry_out.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <iterator>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/progress.h"
#include "sync/forget_runs.h"
#include "sync/moves.h"
#include "sync/plan_file.h"
#include "sync/recorded.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

using sync::Action;
using sync::Fate;
using sync::Plan;
using sync::Report;

std::string question(std::span<const TargetPlan> plans) {
  std::size_t changes = 0;
  std::size_t guarded = 0;
  std::string places;
  for (const TargetPlan& each : plans) {
    if (each.plan.changes.empty()) continue;
    changes += each.plan.changes.size();
    guarded += static_cast<std::size_t>(std::count_if(each.plan.changes.begin(), each.plan.changes.end(),
                                                      [](const sync::Change& change) { return change.is_protected; }));
    places += (places.empty() ? "" : " and in ") + place_of(each.plan);
  }
  std::string out = fmt::format("\nCarry out {} in {}?", counted(changes, "change"), places);
  if (guarded > 0) out += fmt::format(" {} of them in protected stacks.", guarded);
  return out + " Only 'yes' is accepted: ";
}

bool agreed(std::span<const TargetPlan> plans) {
  say(question(plans));
  std::string answer;
  return static_cast<bool>(std::getline(std::cin, answer)) && answer == "yes";
}

// Where to look and what to do for each change that was not carried out.
std::string left_alone(const Plan& plan, const sync::Change& change, const sync::Applied& applied,
                       const Wording& wording) {
  const auto moved = plan.moved.find(change.key);
  const bool waits = change.action == Action::remove && moved != plan.moved.end();
  switch (applied.fate) {
    case Fate::moved_on:
      return fmt::format("{}: somebody else wrote this pipeline after the plan was made; left as it is. Plan again.\n",
                         change.key);
    case Fate::drifted: return fmt::format("{}: {}; left as it is. {}\n", change.key, wording.drift, wording.advice);
    case Fate::not_begun:
      if (!waits) return fmt::format("{}: not begun\n", change.key);
      return fmt::format("{}: stays in {} as well, as long as it is not in {} as planned\n", change.key,
                         plan.target_name, moved->second);
    case Fate::failed:
    case Fate::done: return {};
  }
  return {};
}

void say_left_alone(const Plan& plan, const Report& report, const Wording& wording) {
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    const sync::Applied& applied = report.changes[i];
    if (applied.error) say_error(*applied.error);
    say(left_alone(plan, plan.changes[i], applied, wording));
  }
  if (report.publishing) say_error(*report.publishing);
}

std::size_t done_of(std::span<const TargetPlan> plans, std::span<const Report> reports, Action action) {
  std::size_t count = 0;
  for (std::size_t p = 0; p < plans.size(); ++p) {
    for (std::size_t i = 0; i < plans[p].plan.changes.size(); ++i) {
      if (plans[p].plan.changes[i].action == action && reports[p].changes[i].fate == Fate::done) ++count;
    }
  }
  return count;
}

std::string summary_line(std::span<const TargetPlan> plans, std::span<const Report> reports, std::string_view title) {
  std::string out =
      fmt::format("{}: {} created, {} updated, {} deleted", title, done_of(plans, reports, Action::create),
                  done_of(plans, reports, Action::update), done_of(plans, reports, Action::remove));
  const std::pair<Fate, const char*> others[] = {{Fate::failed, "failed"},
                                                 {Fate::moved_on, "moved on meanwhile"},
                                                 {Fate::drifted, "drifted and left alone"},
                                                 {Fate::not_begun, "not begun"}};
  for (const auto& [fate, words] : others) {
    std::size_t count = 0;
    for (const Report& report : reports) count += report.count(fate);
    if (count > 0) out += fmt::format(", {} {}", count, words);
  }
  return out + ".\n";
}

// One line for each target of several, then one for all.
std::string summary_lines(std::span<const TargetPlan> plans, std::span<const Report> reports, const Wording& wording) {
  std::string out;
  for (std::size_t i = 0; i < plans.size() && !plans[i].plan.target_name.empty(); ++i) {
    out += summary_line(plans.subspan(i, 1), reports.subspan(i, 1), plans[i].plan.target_name);
  }
  return out + summary_line(plans, reports, wording.title);
}

void add_fates(Value& document, std::span<const Report> reports) {
  List& changes = document.mutable_map().find("changes")->mutable_list();
  std::size_t at = 0;
  for (const Report& report : reports) {
    for (const sync::Applied& applied : report.changes) {
      Map& change = changes[at++].mutable_map();
      change.set("fate", to_string(applied.fate));
      if (applied.error) change.set("error", to_line(*applied.error));
    }
  }
}

unsigned writers_of(const Arguments& arguments) {
  const std::string text = arguments.value("writers");
  unsigned writers = 0;
  std::from_chars(text.data(), text.data() + text.size(), writers);
  return std::min(writers, 64U);
}

Report nothing_begun(const Plan& plan) {
  Report report;
  report.changes.resize(plan.changes.size());
  return report;
}

// What cannot be removed harms nobody: the next run tries again.
void forget_old_runs(const Arguments& arguments, const FleetTarget& at) {
  const std::string text = arguments.value("keep-runs");
  std::size_t keep = sync::kRunsToKeep;
  std::from_chars(text.data(), text.data() + text.size(), keep);
  const auto done = sync::forget_runs(at.records(), keep, at.target->concurrency());
  if (done) return;
  const Error error = Error("the records of old runs could not be removed").with_cause(done.error());
  say(to_text(error, Severity::warning, colors(arguments).talk));
}

// What became of a plan; nothing, with the error said, when it was not begun at all. `hold` as ApplyOptions has it.
std::optional<Report> carry_out(const Arguments& arguments, const TargetPlan& each, const sync::RunInfo& run,
                                const Wording& wording, const std::function<bool(const sync::Change&)>& hold) {
  if (each.plan.changes.empty()) return Report();
  if (!each.plan.target_name.empty() && interrupted()) return nothing_begun(each.plan);
  auto recorded = [&] {
    Progress progress(arguments, each.at->doing("Writing"));
    sync::ApplyOptions options;
    options.writers = writers_of(arguments);
    options.drift = arguments.has("overwrite-drift") ? sync::Drift::overwrite : sync::Drift::keep;
    options.who = "sailmaker " + run.command + " by " + run.who;
    options.progress = progress.callback();
    options.hold = hold;
    options.stop = &interrupted();
    return sync::apply_recorded(each.plan, *each.at->target, options, run, each.at->records());
  }();
  if (!recorded) return say_failed(*each.at, recorded.error()), std::nullopt;
  say_left_alone(each.plan, recorded->report, wording);
  if (recorded->unrecorded) say_error(*recorded->unrecorded);
  forget_old_runs(arguments, *each.at);
  return std::move(recorded->report);
}

struct Outcome {
  std::vector<Report> reports;  // beside the plans
  bool complete = true;
  bool wrote = false;
};

// One target after another; what moves comes to its new target before it leaves the old one.
Outcome carry_out_all(const Arguments& arguments, std::span<const TargetPlan> plans, const sync::RunInfo& run,
                      const Wording& wording) {
  const std::vector<const Plan*> all = bare(plans);
  Outcome outcome;
  outcome.reports.resize(plans.size());
  sync::Waiting waiting(all);
  for (const std::size_t i : sync::order_of(all)) {
    const TargetPlan& each = plans[i];
    const auto hold = [&](const sync::Change& removal) { return waiting.must_stay(i, removal); };
    auto report = carry_out(arguments, each, run, wording, hold);
    outcome.wrote = outcome.wrote || (report && report->count(Fate::done) > 0);
    outcome.complete = outcome.complete && report && (each.plan.changes.empty() || report->is_complete());
    outcome.reports[i] = report ? std::move(*report) : nothing_begun(each.plan);
    waiting.note(i, outcome.reports[i]);
  }
  return outcome;
}

}  // namespace

bool may_ask(const Arguments& arguments) {
  if (arguments.has("yes") || is_terminal(STDIN_FILENO)) return true;
  say_error(Error(fmt::format("`sailmaker {}` asks before it writes, and there is no terminal to ask on",
                              arguments.command->name))
                .with_hint("look at what it would do first, then use --yes"));
  return false;
}

int show_ask_and_carry_out(const Arguments& arguments, std::span<TargetPlan> plans, const sync::RunInfo& run,
                           const Wording& wording) {
  // With JSON the result is one document, printed at the end with what became of each change.
  const bool json = arguments.value("output") == "json";
  if (!json && !arguments.has("quiet")) print_plans(plans, plan_style(arguments, wording.drift));
  const bool nothing =
      std::all_of(plans.begin(), plans.end(), [](const auto& each) { return each.plan.changes.empty(); });
  if (!nothing && !arguments.has("yes") && !agreed(plans)) return say("Nothing was written.\n"), kError;
  const Outcome outcome = carry_out_all(arguments, plans, run, wording);
  if (json) {
    Value document = summary_of(plans);
    add_fates(document, outcome.reports);
    if (!nothing) document.mutable_map().set("run", run.id);
    print(to_json(document, JsonStyle::indented) + "\n");
  } else if (!nothing) {
    if (outcome.wrote && !arguments.has("quiet")) say(fmt::format("`sailmaker rollback {}` undoes this.\n", run.id));
    print(summary_lines(plans, outcome.reports, wording));
  }
  return outcome.complete ? kDone : kError;
}

}  // namespace sailmaker::cli
