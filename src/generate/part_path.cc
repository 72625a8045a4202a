#include "generate/part_path.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "pipeline/identity.h"
#include "value/path.h"

namespace sailmaker::generate {

namespace {

struct Step {
  bool bracketed = false;
  std::string name;
};

// path = name ("." name | "[" text "]")*; a text in quotes is a key of a map
Result<std::vector<Step>> parse(std::string_view path) {
  std::vector<Step> steps;
  std::size_t at = 0;
  const auto wrong = [&](const std::string& what) {
    return Error("'" + std::string(path) + "' is no path: " + what).with_hint("such as stages[0].type");
  };
  while (at < path.size()) {
    if (path[at] == '[') {
      const std::size_t end = path.find(']', at);
      if (end == path.npos) return wrong("a '[' is not closed");
      std::string name(path.substr(at + 1, end - at - 1));
      const bool quoted = name.size() >= 2 && name.front() == '"' && name.back() == '"';
      if (quoted) name = name.substr(1, name.size() - 2);
      steps.push_back({!quoted, std::move(name)});
      at = end + 1;
      continue;
    }
    if (path[at] == '.' && !steps.empty()) ++at;
    const std::size_t end = std::min(path.find_first_of(".[", at), path.size());
    if (end == at) return wrong("a name is missing");
    steps.push_back({false, std::string(path.substr(at, end - at))});
    at = end;
  }
  if (steps.empty()) return wrong("it is empty");
  return steps;
}

// The item that `name` means, by number or by name.
const Value* item_of(const List& list, const Path& way, const std::string& name, std::size_t& place) {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (failed == std::errc() && end == name.data() + name.size()) {
    return number < list.size() ? &list[place = number] : nullptr;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].is_map() && pipeline::identity_of(way, list[i]) == name) return &list[place = i];
  }
  return nullptr;
}

std::optional<Value> walk(const Value& from, const std::vector<Step>& steps, std::size_t next, Path way) {
  const Value* at = &from;
  for (; next < steps.size(); ++next) {
    const Step& step = steps[next];
    if (!step.bracketed) {
      at = at->find(step.name);
      way.emplace_back(step.name);
    } else if (!at->is_list()) {
      return std::nullopt;
    } else if (step.name == "*") {
      List all;
      for (const Value& item : at->as_list()) all.push_back(walk(item, steps, next + 1, way).value_or(Value()));
      return Value(std::move(all));
    } else {
      std::size_t place = 0;
      at = item_of(at->as_list(), way, step.name, place);
      way.emplace_back(place);
    }
    if (at == nullptr) return std::nullopt;
  }
  return *at;
}

}  // namespace

Result<std::optional<Value>> part_at(const Value& pipeline, std::string_view path) {
  auto steps = parse(path);
  if (!steps) return std::move(steps).error();
  return walk(pipeline, *steps, 0, {});
}

}  // namespace sailmaker::generate
