#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/drift_text.h"
#include "cli/fleet_target.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "sync/drifted.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

void print_report(const Arguments& arguments, const sync::DriftReport& report) {
  const std::string format = arguments.value("output");
  if (format == "json") {
    List drifted;
    for (const sync::Drifted& each : report.drifted) drifted.push_back(drifted_value(each));
    const Value document =
        Map{{"looked_at", static_cast<std::int64_t>(report.looked_at)}, {"drifted", std::move(drifted)}};
    return print(to_json(document, JsonStyle::indented) + "\n");
  }
  for (const sync::Drifted& each : report.drifted) {
    print(format == "name" ? each.key + "\n" : drifted_text(each, colors(arguments).out) + "\n");
  }
  if (format != "text") return;
  if (report.drifted.empty()) {
    return print(fmt::format("No drift. {} stored as Sailmaker wrote {}.\n",
                             report.looked_at == 1 ? "1 pipeline is" : counted(report.looked_at, "pipeline") + " are",
                             report.looked_at == 1 ? "it" : "them"));
  }
  print(fmt::format("Drift: {} of {}.\n", report.drifted.size(), counted(report.looked_at, "pipeline")));
  if (!arguments.has("quiet")) {
    say("`sailmaker sync --overwrite-drift` writes over it; `drift: {ignore: [PATH]}` in fleet.yaml leaves it to "
        "people.\n");
  }
}

}  // namespace

int run_drift(const Arguments& arguments) {
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return kError;
  const auto at = open_target(*fleet, arguments.value("fleet"));
  if (!at) return say_error(at.error()), kError;
  sync::DriftOptions options;
  if (!arguments.operands.empty()) {
    auto selector = fleet::Selector::parse(arguments.operand(0));
    if (!selector) return say_error(selector.error()), kUsage;
    options.selector = std::move(*selector);
  }
  options.threads = threads_of(arguments);
  options.stop = &interrupted();
  sync::RunBook book(at->records());
  const auto report = [&] {
    Progress progress(arguments, "Reading");
    options.progress = progress.callback();
    return sync::find_drift(*at->target, book, sync::Ignoring(fleet->ignored), options);
  }();
  if (!report) return say_error(report.error()), kError;
  say_findings(arguments, report->findings);
  print_report(arguments, *report);
  return arguments.has("detailed-exitcode") && !report->drifted.empty() ? kChanges : kDone;
}

}  // namespace sailmaker::cli
