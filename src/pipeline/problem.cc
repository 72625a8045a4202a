#include "pipeline/problem.h"

#include <algorithm>
#include <utility>

#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

using Order = std::vector<std::size_t>;

// One less than any place: what is missing stands before what is there.
std::size_t place_of_key(const Map& map, const std::string& key) {
  for (std::size_t i = 0; i < map.size(); ++i) {
    if (map.at(i).key.is_string() && map.at(i).key.as_string() == key) return i + 1;
  }
  return 0;
}

// The path as places among siblings: comparing these compares positions in the document.
Order order_of(const Value& document, const Path& path) {
  Order order;
  const Value* value = &document;
  for (const PathStep& step : path) {
    const auto* key = std::get_if<std::string>(&step);
    if (key == nullptr) {
      const std::size_t index = std::get<std::size_t>(step);
      order.push_back(index + 1);
      const bool is_there = value != nullptr && value->is_list() && index < value->as_list().size();
      value = is_there ? &value->as_list()[index] : nullptr;
    } else {
      order.push_back(value != nullptr && value->is_map() ? place_of_key(value->as_map(), *key) : 0);
      value = value == nullptr ? nullptr : value->find(*key);
    }
  }
  return order;
}

}  // namespace

void drop_consequences(Problems& problems) {
  std::vector<Path> doubled;  // the ids of artifacts that are called like another one
  for (const Problem& problem : problems) {
    if (problem.rule != "duplicate-artifact-name") continue;
    Path id = problem.path;
    if (!id.empty() && std::holds_alternative<std::string>(id.back())) id.pop_back();
    id.emplace_back(std::string("id"));
    doubled.push_back(std::move(id));
  }
  if (doubled.empty()) return;
  std::erase_if(problems, [&](const Problem& problem) {
    return problem.rule == "duplicate-artifact-id" &&
           std::find(doubled.begin(), doubled.end(), problem.path) != doubled.end();
  });
}

std::string quoting_hint(std::string_view written) { return "put it in quotes: \"" + std::string(written) + "\""; }

void sort_by_place(Problems& problems, const Value& document) {
  if (problems.size() < 2) return;
  std::vector<std::pair<Order, std::size_t>> order;
  order.reserve(problems.size());
  for (std::size_t i = 0; i < problems.size(); ++i) order.emplace_back(order_of(document, problems[i].path), i);
  std::sort(order.begin(), order.end());
  Problems sorted;
  sorted.reserve(problems.size());
  for (const auto& [place, index] : order) sorted.push_back(std::move(problems[index]));
  problems = std::move(sorted);
}

}  // namespace sailmaker::pipeline
