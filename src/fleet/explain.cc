#include <algorithm>
#include <utility>

#include "fleet/layers.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

// What one layer says about a variable, or about a part of one.
struct Contribution {
  const Layer* layer;
  const Value* value;
};
using Contributions = std::vector<Contribution>;  // lowest layer first

// Finds, for one variable after the other, who set it and what that hid.
class Explainer {
 public:
  std::vector<Explanation> explain(const std::vector<Layer>& layers) {
    Contributions sections;
    for (const Layer& layer : layers) sections.push_back({&layer, &layer.vars->values});
    explain_parts(sections, {});
    std::stable_sort(explanations_.begin(), explanations_.end(),
                     [](const Explanation& a, const Explanation& b) { return a.variable < b.variable; });
    return std::move(explanations_);
  }

 private:
  // Explains each key of maps that merge. `below` is what lies hidden below all of them.
  void explain_parts(const Contributions& maps, Contributions below) {
    Map keys;
    for (const Contribution& map : maps) {
      for (const Map::Entry& entry : map.value->as_map()) keys.set(entry.key, nullptr);
    }
    for (const Map::Entry& key : keys) {
      path_.emplace_back(key.key.is_string() ? std::string(key.key.as_string()) : to_json(key.key));
      Contributions said = std::exchange(below, {});
      const std::size_t hidden = said.size();
      for (const Contribution& map : maps) {
        if (const Value* value = map.value->as_map().find_key(key.key)) said.push_back({map.layer, value});
      }
      explain_one(said, hidden);
      path_.pop_back();
    }
  }

  // The first `hidden` of what is said belong to a place further up, and merge with nothing.
  void explain_one(const Contributions& said, std::size_t hidden) {
    if (path_.size() > static_cast<std::size_t>(kDeepestValue)) throw TooDeep{};
    std::size_t first = said.size();  // of the maps that merge at the top
    while (first > hidden && said[first - 1].value->is_map()) --first;
    Contributions merging;
    Contributions hiding(said.begin(), said.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t i = first; i < said.size(); ++i) {
      const bool empty = said[i].value->as_map().empty();
      (empty ? hiding : merging).push_back(said[i]);
    }
    if (merging.size() > 1) return explain_parts(merging, std::move(hiding));
    if (merging.empty()) {  // no map, or only empty ones: the highest counts
      merging.push_back(said.back());
      hiding.pop_back();
    }
    add(merging.front(), hiding, hidden);
  }

  void add(const Contribution& winner, const Contributions& hiding, std::size_t hidden_further_up) {
    Explanation made;
    made.variable = sailmaker::to_string(path_);
    made.value = winner.value->is_map() ? merge(Map(), *winner.value) : *winner.value;
    made.layer = winner.layer->name;
    made.source = winner.layer->vars->locate(path_);
    made.removed = winner.value->is_null() && winner.layer->vars->below.empty();
    for (std::size_t i = hiding.size(); i-- > 0;) {
      const Vars& vars = *hiding[i].layer->vars;
      const Path path = i < hidden_further_up ? Path(path_.begin(), path_.end() - 1) : path_;
      made.hidden.push_back({*hiding[i].value, hiding[i].layer->name, vars.locate(path)});
    }
    explanations_.push_back(std::move(made));
  }

  Path path_;
  std::vector<Explanation> explanations_;
};

}  // namespace

std::vector<Explanation> explain(const Fleet& fleet, const Entry& entry) {
  return Explainer().explain(layers(fleet, entry));
}

}  // namespace sailmaker::fleet
