#include <fmt/format.h>

#include <atomic>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/generated.h"
#include "cli/output.h"
#include "cli/session.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

void print_json(std::size_t pipelines, const std::vector<Finding>& findings) {
  const auto number = [](std::size_t count) { return Value(static_cast<std::int64_t>(count)); };
  const Map document{{"pipelines", number(pipelines)},
                     {"errors", number(count(findings, Severity::error))},
                     {"warnings", number(count(findings, Severity::warning))},
                     {"findings", findings_value(findings)}};
  print(to_json(document, JsonStyle::indented) + "\n");
}

}  // namespace

int run_validate(const Arguments& arguments) {
  const bool json = arguments.value("output") == "json";
  std::vector<Finding> findings;
  const auto session = Session::open(arguments, &findings);
  std::size_t pipelines = 0;
  if (session != nullptr) {
    const auto selector = selector_of(arguments, *session);
    if (!selector) return kError;
    Selection selection = generate_selection(arguments, *session, *selector, Keep::nothing);
    pipelines = selection.pipelines.size();
    for (Finding& finding : selection.findings) findings.push_back(std::move(finding));
  }
  const bool good = count(findings, Severity::error) == 0;
  if (json) {
    print_json(pipelines, findings);
  } else {
    say_findings(arguments, findings);
    if (good) print(fmt::format("{} without errors\n", counted(pipelines, "pipeline")));
  }
  return good ? kDone : kError;
}

}  // namespace sailmaker::cli
