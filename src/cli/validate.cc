#include <algorithm>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/generated.h"
#include "cli/live.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/session.h"
#include "cli/validate_anywhere.h"
#include "pipeline/surroundings.h"

namespace sailmaker::cli {

namespace {

// Adds what a running Spinnaker has against the pipelines of its target; false when it could not be asked.
bool check_live(const Session& session, const FleetTarget& at, Selection& selection) {
  const auto known = live_surroundings(session, at);
  if (!known) return say_failed(at, known.error()), false;
  for (const generate::Generated& made : selection.pipelines) {
    if (made.pipeline.is_null() || made.target != at.declared) continue;
    for (const pipeline::Problem& problem : pipeline::check_surroundings(made.pipeline, *known)) {
      if (session.generator().allows(problem.rule, made.key)) continue;
      selection.findings.push_back(session.generator().place(made.key, problem));
    }
  }
  return true;
}

// The same for all targets that are a running Spinnaker.
bool check_live(const Arguments& arguments, const Session& session, Selection& selection) {
  const auto targets = open_targets(arguments, session.fleet());
  if (!targets) return say_error(targets.error()), false;
  const bool any = std::any_of(targets->begin(), targets->end(), is_live);
  bool good = true;
  for (const FleetTarget& at : *targets) {
    if (!any || is_live(at)) {
      good = check_live(session, at, selection) && good;
    } else if (!arguments.has("quiet")) {
      say(at.describe() + " is no running Spinnaker; nobody is asked about its pipelines.\n");
    }
  }
  return good;
}

int validate_fleet(const Arguments& arguments) {
  Report report;
  report.folder = folder_prefix(arguments.value("fleet"));
  const auto session = Session::open(arguments, &report.findings);
  if (session != nullptr) {
    const auto selector = selector_of(arguments, *session);
    if (!selector) return kError;
    const bool live = arguments.has("live");
    Selection selection = generate_selection(arguments, *session, *selector, live ? Keep::pipelines : Keep::nothing);
    if (live && !check_live(arguments, *session, selection)) return kError;
    report.pipelines = selection.pipelines.size();
    for (Finding& finding : selection.findings) report.findings.push_back(std::move(finding));
  }
  return print_report(arguments, report);
}

int wrong_usage(std::string message, std::string hint) {
  say_error(Error(std::move(message)).with_hint(std::move(hint)));
  return kUsage;
}

}  // namespace

int run_validate(const Arguments& arguments) {
  const bool files = arguments.has("file");
  if (files && arguments.has("stored")) {
    return wrong_usage("--file and --stored are two different things to check", "give one of them");
  }
  if (files && arguments.operands.empty()) {
    return wrong_usage("--file needs files or folders",
                       "for example: sailmaker validate --file pipelines/; - is standard input");
  }
  if (files && arguments.has("live")) {
    return wrong_usage("--live asks the Spinnaker behind a fleet's target, and --file takes no fleet",
                       "--live goes with the fleet's own pipelines, or with --stored");
  }
  if (files) return validate_files(arguments);
  if (arguments.is_set("target") && !arguments.has("stored") && !arguments.has("live")) {
    return wrong_usage("--target names what --stored or --live looks at", "give one of these as well");
  }
  if (arguments.operands.size() > 1) {
    return wrong_usage("unexpected argument '" + arguments.operand(1) + "'",
                       "several selectors stand in one word, with commas between them; for files write --file");
  }
  return arguments.has("stored") ? validate_stored(arguments) : validate_fleet(arguments);
}

}  // namespace sailmaker::cli
