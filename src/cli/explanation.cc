#include "cli/explanation.h"

#include <fmt/format.h>

#include "cli/output.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

using fleet::Explanation;

Value place_value(const std::string& layer, const Source& source) {
  return Map{{"layer", layer}, {"file", source.file}, {"line", source.line}, {"column", source.column}};
}

std::string where(const std::string& layer, const Source& source) {
  return source.file.empty() ? layer : fmt::format("{} ({})", layer, to_string(source));
}

}  // namespace

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

std::string explanation_text(const Explanation& each, std::size_t width, std::size_t indent) {
  std::string out = fmt::format("{:{}}{:<{}} = {}\n", "", indent, each.variable, width,
                                each.removed ? "(removed)" : short_text(each.value));
  out += fmt::format("{:{}}   {}\n", "", indent + width, where(each.layer, each.source));
  for (const Explanation::Hidden& hidden : each.hidden) {
    out += fmt::format("{:{}}   hides {} from {}\n", "", indent + width, short_text(hidden.value),
                       where(hidden.layer, hidden.source));
  }
  return out;
}

}  // namespace sailmaker::cli
