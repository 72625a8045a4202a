#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/arguments.h"
#include "cli/bake_side.h"
#include "cli/bake_text.h"
#include "cli/commands.h"
#include "cli/helm.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/stored_pipeline.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

namespace fs = std::filesystem;

Result<std::map<std::string, std::string>> parameters(const Arguments& arguments) {
  std::map<std::string, std::string> set;
  for (const std::string& word : arguments.values("set")) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error("--set '" + word + "' is no PARAMETER=VALUE");
    }
    set[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return set;
}

Result<BakeRequest> request_of(const Arguments& arguments, const fs::path& folder) {
  BakeRequest request;
  request.folder = folder;
  request.stage = arguments.value("stage");
  auto set = parameters(arguments);
  if (!set) return std::move(set).error();
  request.set = std::move(*set);
  if (arguments.value("output") == "command") return request;
  auto helm = find_helm(arguments.value("helm"));
  if (!helm) return std::move(helm).error();
  request.helm = std::move(*helm);
  return request;
}

// The folder that an option names, else the one that is there without it.
fs::path folder_of(const Arguments& arguments, std::string_view option, const fs::path& otherwise) {
  return arguments.is_set(option) ? fs::absolute(arguments.value(option)).lexically_normal() : otherwise;
}

BakePlaces places_of(const Arguments& arguments, const fs::path& fleet) {
  const BakePlaces found = default_places(fleet);
  return {folder_of(arguments, "charts", found.charts), folder_of(arguments, "values", found.values)};
}

// The pipeline of a fleet's folder with its own charts and values; what is wrong is said.
struct FleetSide {
  std::unique_ptr<Session> session;
  generate::Generated made;
  std::optional<BakeSide> side;
};

FleetSide fleet_side(const Arguments& arguments, BakePlaces places) {
  FleetSide found;
  found.session = Session::open(arguments);
  if (found.session == nullptr) return found;
  const std::string key = arguments.operand(0);
  const fleet::Entry* entry = entry_of(*found.session, key);
  if (entry == nullptr) return found;
  found.made = found.session->generator().generate(*entry);
  if (found.made.has_errors()) {
    say_findings(arguments, found.made.findings);
  } else {
    found.side = BakeSide{key, found.made.pipeline, std::move(places), found.session.get()};
  }
  return found;
}

bool is_comparison(const Arguments& arguments) {
  return arguments.is_set("diff") || arguments.is_set("diff-values") || arguments.is_set("diff-charts");
}

// What the bakes are compared with. Options say otherwise: another fleet, what is stored, other values or charts.
std::optional<std::vector<BakedStage>> bake_before(const Arguments& arguments, const FleetSide& now,
                                                   const BakeRequest& request) {
  BakePlaces places = now.side->places;
  const std::string from = arguments.value("diff");
  const bool is_fleet = !from.empty() && from != "stored";
  if (is_fleet) {
    const BakePlaces theirs = default_places(from);
    if (!arguments.is_set("charts")) places.charts = theirs.charts;
    if (!arguments.is_set("values")) places.values = theirs.values;
  }
  places = {folder_of(arguments, "diff-charts", places.charts), folder_of(arguments, "diff-values", places.values)};
  if (is_fleet) {
    Arguments there = arguments;
    there.set_value("fleet", from);
    const FleetSide side = fleet_side(there, std::move(places));
    return side.side ? bake_side(arguments, *side.side, request) : std::nullopt;
  }
  BakeSide side = *now.side;
  side.places = std::move(places);
  if (from == "stored") {
    auto stored = stored_pipeline(arguments, *now.session, now.made);
    if (!stored) return say_error(stored.error()), std::nullopt;
    if (stored->is_null()) return std::vector<BakedStage>();
    side.pipeline = std::move(*stored);
    side.session = nullptr;
  }
  return bake_side(arguments, side, request);
}

int print_difference(const Arguments& arguments, const std::vector<BakedStage>& before,
                     const std::vector<BakedStage>& after) {
  const auto difference = BakeDifference::between(before, after);
  if (!difference) return say_error(difference.error()), kError;
  if (arguments.value("output") == "json") {
    print(to_json(Map{{"key", arguments.operand(0)}, {"objects", difference->value()}}, JsonStyle::indented) + "\n");
  } else {
    print(difference->text(colors(arguments).out));
    if (!arguments.has("quiet")) {
      const std::size_t size = difference->size();
      say(size == 0 ? "No object differs.\n" : counted(size, "object") + (size == 1 ? " differs.\n" : " differ.\n"));
    }
  }
  return arguments.has("detailed-exitcode") && !difference->empty() ? kChanges : kDone;
}

int print_bakes(const Arguments& arguments, const std::vector<BakedStage>& stages) {
  const std::string format = arguments.value("output");
  if (stages.empty() && !arguments.has("quiet")) say("The pipeline has no bakeManifest stage.\n");
  if (format == "command") {
    for (const BakedStage& stage : stages) print("helm " + shell_text(stage.words) + "\n");
    return kDone;
  }
  if (format == "yaml") return print(bake_text(stages, arguments.has("verbose"))), kDone;
  const auto document = bake_value(arguments.operand(0), stages);
  if (!document) return say_error(document.error()), kError;
  return print(to_json(*document, JsonStyle::indented) + "\n"), kDone;
}

}  // namespace

int run_bake(const Arguments& arguments) {
  const auto folder = TemporaryFolder::make();
  if (!folder) return say_error(folder.error()), kError;
  const auto request = request_of(arguments, folder->path());
  if (!request) return say_error(request.error()), kError;
  const FleetSide now = fleet_side(arguments, places_of(arguments, arguments.value("fleet")));
  if (!now.side) return kError;
  const auto after = bake_side(arguments, *now.side, *request);
  if (!after) return kError;
  if (!is_comparison(arguments)) return print_bakes(arguments, *after);
  if (arguments.value("output") == "command") {
    return say_error(Error("-o command shows what Helm is called with, and compares nothing")), kUsage;
  }
  const auto before = bake_before(arguments, now, *request);
  return before ? print_difference(arguments, *before, *after) : kError;
}

}  // namespace sailmaker::cli
