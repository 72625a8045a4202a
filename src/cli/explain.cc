#include <fmt/format.h>

#include <algorithm>

#include "base/edit_distance.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"
#include "fleet/layers.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::cli {

namespace {

using fleet::Explanation;

Value place_value(const std::string& layer, const Source& source) {
  return Map{{"layer", layer}, {"file", source.file}, {"line", source.line}, {"column", source.column}};
}

Value explanation_value(const Explanation& explanation) {
  Map map{{"variable", explanation.variable}};
  if (explanation.removed) {
    map.set("removed", true);
  } else {
    map.set("value", explanation.value);
  }
  map.set("set_by", place_value(explanation.layer, explanation.source));
  List hidden;
  for (const Explanation::Hidden& other : explanation.hidden) {
    Value place = place_value(other.layer, other.source);
    place.mutable_map().set_first("value", other.value);
    hidden.push_back(std::move(place));
  }
  map.set("hides", std::move(hidden));
  return map;
}

std::string short_text(const Value& value) {
  std::string text = value.is_string() ? std::string(value.as_string()) : to_json(value);
  for (char& c : text) c = c == '\n' ? ' ' : c;
  constexpr std::size_t kLongest = 60;
  if (text.size() > kLongest) text = text.substr(0, kLongest - 3) + "...";
  return text.empty() ? "\"\"" : text;
}

std::string where(const std::string& layer, const Source& source) {
  return source.file.empty() ? layer : fmt::format("{} ({})", layer, to_string(source));
}

void print_text(const std::string& key, const std::vector<Explanation>& explanations) {
  std::size_t width = 0;
  for (const Explanation& each : explanations) width = std::max(width, each.variable.size());
  std::string out = fmt::format("Variables of {}, each with the layer that sets it:\n\n", key);
  for (const Explanation& each : explanations) {
    out += fmt::format("{:<{}} = {}\n{:>{}}   {}\n", each.variable, width,
                       each.removed ? "(removed)" : short_text(each.value), "", width, where(each.layer, each.source));
    for (const Explanation::Hidden& hidden : each.hidden) {
      out += fmt::format("{:>{}}   hides {} from {}\n", "", width, short_text(hidden.value),
                         where(hidden.layer, hidden.source));
    }
  }
  print(out);
}

const fleet::Entry* find_entry(const Session& session, const std::string& key) {
  for (const fleet::Entry& entry : session.generator().entries()) {
    if (to_string(entry.key) == key) return &entry;
  }
  std::vector<std::string> keys;
  for (const fleet::Entry& entry : session.generator().entries()) keys.push_back(to_string(entry.key));
  Error error("the fleet has no pipeline '" + key + "'");
  error.hint = did_you_mean(key, keys);
  if (error.hint.empty()) error.hint = "`sailmaker render -o name` lists the keys of all pipelines";
  say_error(error);
  return nullptr;
}

}  // namespace

int run_explain(const Arguments& arguments) {
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const std::string key = arguments.operand(0);
  const fleet::Entry* entry = find_entry(*session, key);
  if (entry == nullptr) return kError;
  const auto explanations = fleet::explain(session->fleet(), *entry);
  if (arguments.value("output") == "text") return print_text(key, explanations), kDone;
  List variables;
  for (const Explanation& each : explanations) variables.push_back(explanation_value(each));
  const Value document = Map{{"key", key}, {"variables", std::move(variables)}};
  print(arguments.value("output") == "yaml" ? yaml::write(document) : to_json(document, JsonStyle::indented) + "\n");
  return kDone;
}

}  // namespace sailmaker::cli
