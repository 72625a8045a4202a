#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/generated.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/session.h"
#include "cli/validate_anywhere.h"

namespace sailmaker::cli {

namespace {

int validate_fleet(const Arguments& arguments) {
  Report report;
  report.folder = folder_prefix(arguments.value("fleet"));
  const auto session = Session::open(arguments, &report.findings);
  if (session != nullptr) {
    const auto selector = selector_of(arguments, *session);
    if (!selector) return kError;
    Selection selection = generate_selection(arguments, *session, *selector, Keep::nothing);
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
  if (files) return validate_files(arguments);
  if (arguments.operands.size() > 1) {
    return wrong_usage("unexpected argument '" + arguments.operand(1) + "'",
                       "several selectors stand in one word, with commas between them; for files write --file");
  }
  return arguments.has("stored") ? validate_stored(arguments) : validate_fleet(arguments);
}

}  // namespace sailmaker::cli
