#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/arguments.h"
#include "cli/carry_out.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/session.h"
#include "sync/history.h"
#include "sync/restore.h"
#include "sync/run_book.h"

namespace sailmaker::cli {

namespace {

constexpr std::string_view kDrift = "changed by somebody since that run";
constexpr std::string_view kAdvice = "Look at the difference, then use --overwrite-drift.";

using Wanted = std::optional<std::vector<sync::Restoration>>;

// An earlier version of one pipeline.
Wanted wanted_version(const Arguments& arguments, const fleet::Fleet& fleet, target::Target& target,
                      sync::RunBook& book) {
  constexpr int kFarthest = 1000;
  const std::string address = arguments.operand(0);
  const std::string text = arguments.value("to");
  std::size_t number = 1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  auto history = sync::read_history(address, target, book, sync::Ignoring(fleet.ignored), kFarthest);
  if (!history) return say_error(history.error()), std::nullopt;
  if (!*history) {
    say_error(Error("no pipeline '" + address + "' is or was stored in " + target.describe())
                  .with_hint("give a key, the id of a stored pipeline, or the id of a run"));
    return std::nullopt;
  }
  for (sync::Version& version : (*history)->versions) {
    if (version.number != number) continue;
    return std::vector<sync::Restoration>{
        {(*history)->key, (*history)->application, (*history)->name, (*history)->id, std::move(version.body), {}}};
  }
  say_error(Error(fmt::format("version {} of {} is not known", number, address))
                .with_hint(fmt::format("`sailmaker history {}` lists the versions that are", address)));
  return std::nullopt;
}

Wanted wanted_undoing(const Arguments& arguments, sync::RunBook& book) {
  const std::string id = arguments.operand(0);
  if (arguments.is_set("to")) {
    say_error(Error("a run is undone whole: --to goes with a pipeline"));
    return std::nullopt;
  }
  const auto run = book.read(id);
  if (!run) return say_error(run.error()), std::nullopt;
  if (!*run) {
    say_error(Error("there is no run '" + id + "'").with_hint("`sailmaker history` lists the runs"));
    return std::nullopt;
  }
  auto wanted = sync::undoing(book, **run);
  if (!wanted) return say_error(wanted.error()), std::nullopt;
  return std::move(*wanted);
}

}  // namespace

int run_rollback(const Arguments& arguments) {
  if (!arguments.has("dry-run") && !may_ask(arguments)) return kUsage;
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return kError;
  const auto at = open_target(*fleet, arguments.value("fleet"));
  if (!at) return say_error(at.error()), kError;
  sync::RunBook book(at->records());
  const bool is_run = sync::is_run_id(arguments.operand(0));
  const Wanted wanted = is_run ? wanted_undoing(arguments, book) : wanted_version(arguments, *fleet, *at->target, book);
  if (!wanted) return kError;

  const PlanStyle style = plan_style(arguments, kDrift);
  const std::string command = "rollback " + arguments.operand(0);
  sync::RestoreOptions options;
  options.title = command;
  options.is_protected = [&](const std::string& key) { return is_protected(*fleet, key); };
  options.describe = [&](const sync::Change& change, const sync::Documents& documents,
                         const diff::Comparison* comparison) { return describe(change, documents, comparison, style); };
  auto planned = sync::plan_restorations(*wanted, *at->target, options);
  if (!planned) return say_error(planned.error()), kError;
  say_findings(arguments, planned->findings);
  TargetPlan plan{&*at, std::move(planned->plan)};
  if (arguments.has("dry-run")) return print_plans(std::span(&plan, 1), style), kDone;
  return show_ask_and_carry_out(arguments, std::span(&plan, 1), new_run(arguments, command),
                                {"Rollback", kDrift, kAdvice});
}

}  // namespace sailmaker::cli
