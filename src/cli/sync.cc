#include <fstream>
#include <iterator>

#include "cli/arguments.h"
#include "cli/carry_out.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/session.h"
#include "sync/plan_file.h"

namespace sailmaker::cli {

namespace {

using sync::Plan;

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

constexpr std::string_view kAdvice = "`sailmaker drift` shows what changed; --overwrite-drift writes it all the same.";

}  // namespace

int run_sync(const Arguments& arguments) {
  if (!may_ask(arguments)) return kUsage;
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto at = session->open_target();
  if (!at) return say_error(at.error()), kError;
  auto plan = wanted_plan(arguments, *session, *at->target);
  if (!plan) return kError;
  TargetPlan planned{&*at, std::move(*plan)};
  return show_ask_and_carry_out(arguments, std::span(&planned, 1), new_run(arguments, "sync"),
                                {"Sync", kDriftWords, kAdvice});
}

}  // namespace sailmaker::cli
