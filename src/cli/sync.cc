#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "sync/apply.h"
#include "sync/plan_file.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

using sync::Action;
using sync::Fate;
using sync::Plan;
using sync::Report;

Result<Plan> read_plan(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error("cannot read the plan '" + file + "'");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return sync::decode_plan(text, file);
}

std::optional<Plan> wanted_plan(const Arguments& arguments, const Session& session, target::Target& target) {
  if (!arguments.is_set("plan")) return plan_for(arguments, session, target, sync::Purpose::apply);
  if (!arguments.operands.empty() || arguments.has("prune") || arguments.has("force-prune")) {
    say_error(Error("a saved plan is carried out whole: --plan takes no selector and no --prune"));
    return std::nullopt;
  }
  auto plan = read_plan(arguments.value("plan"));
  if (!plan) return say_error(plan.error()), std::nullopt;
  describe(*plan, plan_style(arguments));
  return std::move(*plan);
}

std::string question(const Plan& plan) {
  const auto guarded = std::count_if(plan.changes.begin(), plan.changes.end(),
                                     [](const sync::Change& change) { return change.is_protected; });
  std::string out = fmt::format("\nCarry out {} in {}?", counted(plan.changes.size(), "change"), plan.target);
  if (guarded > 0) out += fmt::format(" {} of them in protected stacks.", guarded);
  return out + " Only 'yes' is accepted: ";
}

bool agreed(const Plan& plan) {
  say(question(plan));
  std::string answer;
  return static_cast<bool>(std::getline(std::cin, answer)) && answer == "yes";
}

// Where to look and what to do for each change that was not carried out.
std::string left_alone(const sync::Change& change, const sync::Applied& applied) {
  switch (applied.fate) {
    case Fate::moved_on:
      return fmt::format("{}: somebody else wrote this pipeline after the plan was made; left as it is. Plan again.\n",
                         change.key);
    case Fate::drifted:
      return fmt::format(
          "{}: changed outside Sailmaker since the last sync; left as it is. Look at the difference, "
          "then sync with --overwrite-drift.\n",
          change.key);
    case Fate::not_begun: return fmt::format("{}: not begun\n", change.key);
    case Fate::failed:
    case Fate::done: return {};
  }
  return {};
}

void say_left_alone(const Plan& plan, const Report& report) {
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    const sync::Applied& applied = report.changes[i];
    if (applied.error) say_error(*applied.error);
    say(left_alone(plan.changes[i], applied));
  }
  if (report.publishing) say_error(*report.publishing);
}

std::size_t done_of(const Plan& plan, const Report& report, Action action) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    if (plan.changes[i].action == action && report.changes[i].fate == Fate::done) ++count;
  }
  return count;
}

std::string sync_summary(const Plan& plan, const Report& report) {
  std::string out = fmt::format("Sync: {} created, {} updated, {} deleted", done_of(plan, report, Action::create),
                                done_of(plan, report, Action::update), done_of(plan, report, Action::remove));
  const std::pair<Fate, const char*> others[] = {{Fate::failed, "failed"},
                                                 {Fate::moved_on, "moved on meanwhile"},
                                                 {Fate::drifted, "drifted and left alone"},
                                                 {Fate::not_begun, "not begun"}};
  for (const auto& [fate, words] : others) {
    if (const std::size_t count = report.count(fate); count > 0) out += fmt::format(", {} {}", count, words);
  }
  return out + ".\n";
}

void print_report(const Arguments& arguments, const Plan& plan, const Report& report) {
  if (arguments.value("output") != "json") return print(sync_summary(plan, report));
  Value document = summary(plan);
  List& changes = document.mutable_map().find("changes")->mutable_list();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Map& change = changes[i].mutable_map();
    change.set("fate", to_string(report.changes[i].fate));
    if (report.changes[i].error) change.set("error", to_line(*report.changes[i].error));
  }
  print(to_json(document, JsonStyle::indented) + "\n");
}

unsigned writers_of(const Arguments& arguments) {
  const std::string text = arguments.value("writers");
  unsigned writers = 0;
  std::from_chars(text.data(), text.data() + text.size(), writers);
  return std::min(writers, 64U);
}

int carry_out(const Arguments& arguments, const Plan& plan, target::Target& target) {
  Result<Report> report = [&] {
    Progress progress(arguments, "Writing");
    sync::ApplyOptions options;
    options.writers = writers_of(arguments);
    options.drift = arguments.has("overwrite-drift") ? sync::Drift::overwrite : sync::Drift::keep;
    options.progress = progress.callback();
    options.stop = &interrupted();
    return sync::apply(plan, target, options);
  }();
  if (!report) return say_error(report.error()), kError;
  say_left_alone(plan, *report);
  print_report(arguments, plan, *report);
  return report->is_complete() ? kDone : kError;
}

}  // namespace

int run_sync(const Arguments& arguments) {
  if (!arguments.has("yes") && !is_terminal(STDIN_FILENO)) {
    say_error(Error("`sailmaker sync` asks before it writes, and there is no terminal to ask on")
                  .with_hint("look at `sailmaker plan`, then use --yes"));
    return kUsage;
  }
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  auto target = session->open_target();
  if (!target) return say_error(target.error()), kError;
  const auto plan = wanted_plan(arguments, *session, **target);
  if (!plan) return kError;
  // With JSON the result is one document, printed at the end with what became of each change.
  const bool json = arguments.value("output") == "json";
  if (!json && !arguments.has("quiet")) print_plan(*plan, plan_style(arguments));
  if (plan->changes.empty()) {
    if (json) print_report(arguments, *plan, Report());
    return kDone;
  }
  if (!arguments.has("yes") && !agreed(*plan)) return say("Nothing was written.\n"), kError;
  return carry_out(arguments, *plan, **target);
}

}  // namespace sailmaker::cli
