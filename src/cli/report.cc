#include "cli/report.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/annotations.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "cli/sarif.h"
#include "cli/session.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

Value json_report(const Report& report) {
  const auto number = [](std::size_t count) { return Value(static_cast<std::int64_t>(count)); };
  return Map{{"pipelines", number(report.pipelines)},
             {"errors", number(count(report.findings, Severity::error))},
             {"warnings", number(count(report.findings, Severity::warning))},
             {"findings", findings_value(report.findings)}};
}

void print_text(const Arguments& arguments, const Report& report, bool good) {
  say_findings(arguments, report.findings);
  if (good) print(fmt::format("{} without errors\n", counted(report.pipelines, "pipeline")));
  if (!report.remark.empty() && !arguments.has("quiet")) say(report.remark + "\n");
}

}  // namespace

int print_report(const Arguments& arguments, const Report& report) {
  const bool good = count(report.findings, Severity::error) == 0;
  const std::string format = arguments.value("output");
  if (format == "json") {
    print(to_json(json_report(report), JsonStyle::indented) + "\n");
  } else if (format == "sarif") {
    print(to_json(sarif(report), JsonStyle::indented) + "\n");
  } else if (format == "github") {
    print(github_annotations(report));
  } else {
    print_text(arguments, report, good);
  }
  return good ? kDone : kError;
}

std::string folder_prefix(const std::string& fleet) {
  std::filesystem::path folder = std::filesystem::path(fleet).lexically_normal();
  if (folder.is_absolute()) {
    std::error_code unknown;
    const auto relative = folder.lexically_relative(std::filesystem::current_path(unknown));
    if (!unknown && !relative.empty() && *relative.begin() != "..") folder = relative;
  }
  const std::string text = folder.generic_string();
  if (text.empty() || text == "." || text == "./") return {};
  return text.ends_with('/') ? text : text + '/';
}

}  // namespace sailmaker::cli
