#include <fmt/format.h>

#include <algorithm>

#include "cli/arguments.h"
#include "cli/carry_out.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/named_target.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/stored_selector.h"
#include "sync/migrate.h"

namespace sailmaker::cli {

namespace {

constexpr std::string_view kDrift = "holds something different under this id";
constexpr std::string_view kAdvice = "Look at the difference, then use --overwrite-drift.";
// Pipelines that differ after all are named up to this number.
constexpr std::size_t kMostNamed = 10;

// Reads everything back: what was not written, or not as it was, is named.
int verify(const sync::Migration& migration, const FleetTarget& to) {
  const auto differing = sync::differing(migration.wanted, *to.target);
  if (!differing) return say_error(differing.error()), kError;
  for (std::size_t i = 0; i < std::min(kMostNamed, differing->size()); ++i) {
    say(fmt::format("{} is not stored as it is in the source\n", (*differing)[i]));
  }
  print(fmt::format("Verified: {} of {} in {} as in the source.\n", migration.wanted.size() - differing->size(),
                    counted(migration.wanted.size(), "pipeline"), to.target->describe()));
  return differing->empty() ? kDone : kError;
}

std::optional<sync::Migration> read_source(const Arguments& arguments, target::Target& source) {
  auto wanted = stored_selector(arguments.operand(0));
  if (!wanted) return say_error(wanted.error()), std::nullopt;
  Progress progress(arguments, "Reading");
  auto migration = sync::read_migration(source, {std::move(*wanted), progress.callback()});
  if (!migration) return say_error(migration.error()), std::nullopt;
  return std::move(*migration);
}

}  // namespace

int run_migrate(const Arguments& arguments) {
  if (!arguments.has("dry-run") && !may_ask(arguments)) return kUsage;
  if (!arguments.is_set("to")) {
    say_error(
        Error("`sailmaker migrate` needs --to: the target to copy to").with_hint("see `sailmaker migrate --help`"));
    return kUsage;
  }
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return kError;
  const auto from = open_named(arguments, "from", *fleet);
  if (!from) return say_error(from.error()), kError;
  const auto to = open_named(arguments, "to", *fleet);
  if (!to) return say_error(to.error()), kError;
  if (from->target->place() == to->target->place()) {
    say_error(Error("both are the same target, " + to->target->describe()));
    return kUsage;
  }
  const auto migration = read_source(arguments, *from->target);
  if (!migration) return kError;
  say_findings(arguments, migration->findings);

  const PlanStyle style = plan_style(arguments, kDrift);
  sync::RestoreOptions options;
  options.title = "migrate from " + from->target->describe();
  options.describe = [&](const sync::Change& change, const sync::Documents& documents,
                         const diff::Comparison* comparison) { return describe(change, documents, comparison, style); };
  auto planned = sync::plan_restorations(migration->wanted, *to->target, options);
  if (!planned) return say_error(planned.error()), kError;
  TargetPlan plan{&*to, std::move(planned->plan)};
  if (arguments.has("dry-run")) return print_plans(std::span(&plan, 1), style), kDone;
  const int done = show_ask_and_carry_out(arguments, std::span(&plan, 1), new_run(arguments, "migrate"),
                                          {"Migrate", kDrift, kAdvice});
  if (done != kDone) return done;
  return arguments.value("output") == "json" ? kDone : verify(*migration, *to);
}

}  // namespace sailmaker::cli
