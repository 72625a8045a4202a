#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/drift_text.h"
#include "cli/fleet_target.h"
#include "cli/interrupt.h"
#include "cli/keep.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "sync/drifted.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

struct Found {
  const FleetTarget* at;
  sync::DriftReport report;
};

void print_json(const std::vector<Found>& found) {
  std::size_t looked_at = 0;
  List drifted;
  for (const Found& part : found) {
    looked_at += part.report.looked_at;
    for (const sync::Drifted& each : part.report.drifted) {
      Value item = drifted_value(each);
      if (!part.at->name.empty()) item.mutable_map().set("target", part.at->name);
      drifted.push_back(std::move(item));
    }
  }
  const Value document = Map{{"looked_at", static_cast<std::int64_t>(looked_at)}, {"drifted", std::move(drifted)}};
  print(to_json(document, JsonStyle::indented) + "\n");
}

std::string summary_line(const FleetTarget& at, std::size_t drifted, std::size_t looked_at) {
  const std::string head = at.name.empty() ? "" : at.name + ": ";
  if (drifted > 0) return head + fmt::format("Drift: {} of {}.\n", drifted, counted(looked_at, "pipeline"));
  return head + fmt::format("No drift. {} stored as Sailmaker wrote {}.\n",
                            looked_at == 1 ? "1 pipeline is" : counted(looked_at, "pipeline") + " are",
                            looked_at == 1 ? "it" : "them");
}

void print_report(const Arguments& arguments, const std::vector<Found>& found) {
  const std::string format = arguments.value("output");
  if (format == "json") return print_json(found);
  for (const auto& [at, report] : found) {
    if (format == "text" && !at->name.empty() && !report.drifted.empty()) print("In " + at->describe() + ":\n\n");
    for (const sync::Drifted& each : report.drifted) {
      print(format == "name" ? each.key + "\n" : drifted_text(each, colors(arguments).out) + "\n");
    }
  }
  if (format != "text") return;
  for (const auto& [at, report] : found) print(summary_line(*at, report.drifted.size(), report.looked_at));
  const bool none =
      std::all_of(found.begin(), found.end(), [](const Found& part) { return part.report.drifted.empty(); });
  if (!none && !arguments.has("quiet")) {
    say("`sailmaker sync --overwrite-drift` writes over it; `sailmaker drift --keep` writes it into the fleet; "
        "`drift: {ignore: [PATH]}` in fleet.yaml leaves it to people.\n");
  }
}

}  // namespace

int run_drift(const Arguments& arguments) {
  if (arguments.has("keep")) return keep_drift(arguments);
  if (arguments.operands.size() > 1) {
    return say_error(Error("paths go with --keep, which writes what was changed there into the fleet")), kUsage;
  }
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return kError;
  const auto targets = open_targets(arguments, *fleet);
  if (!targets) return say_error(targets.error()), kError;
  sync::DriftOptions options;
  if (!arguments.operands.empty()) {
    auto selector = fleet::Selector::parse(arguments.operand(0));
    if (!selector) return say_error(selector.error()), kUsage;
    options.selector = std::move(*selector);
  }
  options.threads = threads_of(arguments);
  options.stop = &interrupted();
  std::vector<Found> found;
  bool failed = false, drifted = false;
  for (const FleetTarget& at : *targets) {
    sync::RunBook book(at.records());
    auto report = [&] {
      Progress progress(arguments, at.doing("Reading"));
      options.progress = progress.callback();
      return sync::find_drift(*at.target, book, sync::Ignoring(fleet->ignored), options);
    }();
    if (!report) {
      say_failed(at, report.error());
      failed = true;
      continue;
    }
    say_findings(arguments, report->findings);
    drifted = drifted || !report->drifted.empty();
    found.push_back({&at, std::move(*report)});
  }
  if (found.empty()) return kError;
  print_report(arguments, found);
  if (failed) return kError;
  return arguments.has("detailed-exitcode") && drifted ? kChanges : kDone;
}

}  // namespace sailmaker::cli
