#include <fmt/format.h>

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

Result<void> save(const sync::Plan& plan, const std::string& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << to_json(sync::encode(plan)) << '\n';
  out.close();
  if (!out) return Error("cannot write the plan to '" + file + "'");
  return {};
}

}  // namespace

int run_plan(const Arguments& arguments) {
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto at = session->open_target();
  if (!at) return say_error(at.error()), kError;
  const auto purpose = arguments.is_set("out") ? sync::Purpose::apply : sync::Purpose::show;
  auto made = plan_for(arguments, *session, *at->target, purpose);
  if (!made) return kError;
  const TargetPlan planned{&*at, std::move(*made)};
  const sync::Plan* plan = &planned.plan;
  print_plans(std::span(&planned, 1), plan_style(arguments));
  if (arguments.is_set("out")) {
    const std::string file = arguments.value("out");
    if (auto saved = save(*plan, file); !saved) return say_error(saved.error()), kError;
    if (!arguments.has("quiet")) say(fmt::format("Saved; `sailmaker sync --plan {}` carries it out.\n", file));
  }
  return arguments.has("detailed-exitcode") && !plan->changes.empty() ? kChanges : kDone;
}

}  // namespace sailmaker::cli
