#include <fmt/format.h>

#include <algorithm>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/cron_runs.h"
#include "cli/explain_part.h"
#include "cli/explanation.h"
#include "cli/output.h"
#include "cli/session.h"
#include "fleet/layers.h"
#include "fleet/targets.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::cli {

namespace {

using fleet::Explanation;

void print_text(const std::string& key, const std::vector<Explanation>& explanations) {
  std::size_t width = 0;
  for (const Explanation& each : explanations) width = std::max(width, each.variable.size());
  std::string out = fmt::format("Variables of {}, each with the layer that sets it:\n\n", key);
  for (const Explanation& each : explanations) out += explanation_text(each, width);
  print(out);
}

// Nothing to say where everything is kept in one target.
std::string target_text(const fleet::TargetOf& of) {
  if (of.layer.empty()) return {};
  return fmt::format("\nKept in the target {}, as the {} says ({}).\n", of.target->name, of.layer,
                     to_string(of.source));
}

Value target_value(const fleet::TargetOf& of) {
  return Map{{"name", of.target->name},
             {"layer", of.layer},
             {"file", of.source.file},
             {"line", of.source.line},
             {"column", of.source.column}};
}

}  // namespace

int run_explain(const Arguments& arguments) {
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const std::string key = arguments.operand(0);
  const fleet::Entry* entry = entry_of(*session, key);
  if (entry == nullptr) return kError;
  if (arguments.operands.size() > 1) return explain_part(arguments, *session, *entry);
  const auto explanations = fleet::explain(session->fleet(), *entry);
  // A pipeline with errors has no document, and says nothing of runs: `validate` speaks of errors.
  const auto runs = cron_runs(session->generator().generate(*entry).pipeline, utc_now());
  const fleet::TargetOf target = fleet::target_of(session->fleet(), *entry->service, *entry->stack);
  if (arguments.value("output") == "text") {
    print_text(key, explanations);
    print(cron_text(runs));
    print(target_text(target));
    return kDone;
  }
  List variables;
  for (const Explanation& each : explanations) variables.push_back(explanation_value(each));
  Value document = Map{{"key", key}, {"variables", std::move(variables)}};
  if (!runs.empty()) document.mutable_map().set("cron", cron_value(runs));
  if (!target.layer.empty()) document.mutable_map().set("target", target_value(target));
  print(arguments.value("output") == "yaml" ? yaml::write(document) : to_json(document, JsonStyle::indented) + "\n");
  return kDone;
}

}  // namespace sailmaker::cli
