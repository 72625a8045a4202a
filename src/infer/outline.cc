#include "infer/outline.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "infer/align.h"
#include "value/map.h"

namespace sailmaker::infer {

namespace {

using Values = std::vector<const Value*>;  // one a sample, nullptr where it has no such part

// Which names to look for in a text, the first that gives one pattern for all.
const std::string kChoices[] = {
    {kAppMark, kStackMark, kProductMark, kNamespaceMark},
    {kAppMark, kStackMark, kProductMark},
    {kAppMark, kStackMark},
    {kStackMark, kProductMark},
    {kNamespaceMark},
    {kAppMark},
    {kStackMark},
    {kProductMark},
};

class Comparing {
 public:
  Comparing(const std::vector<const Sample*>& samples, Variables& variables)
      : samples_(samples), variables_(variables) {}

  Outline run(const Values& values) {
    if (way_.size() == 1 && way_.front() == "application") return {Outline::Kind::text, {}, {kAppMark}, {}};
    const Value* first = *std::find_if(values.begin(), values.end(), [](const Value* value) { return value; });
    const bool is_root = way_.empty();
    if (!is_root && all(values, [&](const Value& value) { return identical(value, *first, KeyOrder::counts); })) {
      return {Outline::Kind::literal, *first, {}, {}};
    }
    if (all(values, [](const Value& value) { return value.is_string(); })) return text(values);
    if (all(values, [](const Value& value) { return value.is_map() && !value.as_map().empty(); })) return map(values);
    if (all(values, [](const Value& value) { return value.is_list() && !value.as_list().empty(); })) {
      return list(values);
    }
    return variable(values);
  }

 private:
  template <typename Holds>
  static bool all(const Values& values, const Holds& holds) {
    return std::all_of(values.begin(), values.end(),
                       [&](const Value* value) { return value == nullptr || holds(*value); });
  }

  Outline variable(const Values& values) {
    Variables::Values out(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] != nullptr) out[i] = *values[i];
    }
    return {Outline::Kind::variable, {}, variables_.add(way_, out), {}};
  }

  Outline text(const Values& values) {
    for (const std::string& marks : kChoices) {
      std::optional<std::string> pattern;
      bool same = true;
      for (std::size_t i = 0; i < values.size() && same; ++i) {
        if (values[i] == nullptr) continue;
        const std::string mine = pattern_of(*samples_[i], values[i]->as_string(), marks);
        same = !pattern || *pattern == mine;
        pattern = mine;
      }
      if (same) return {Outline::Kind::text, {}, *pattern, {}};
    }
    return variable(values);
  }

  Outline map(const Values& values) {
    std::vector<std::string> keys;
    std::set<std::string> known;
    for (const Value* value : values) {
      if (value == nullptr) continue;
      for (const Map::Entry& entry : value->as_map()) {
        if (!entry.key.is_string()) return variable(values);
        if (known.emplace(entry.key.as_string()).second) keys.emplace_back(entry.key.as_string());
      }
    }
    Outline out{Outline::Kind::map, {}, {}, {}};
    for (const std::string& key : keys) {
      Values below(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) below[i] = values[i] == nullptr ? nullptr : values[i]->find(key);
      path_.emplace_back(key);
      add(key, key, values, below, out);
      path_.pop_back();
    }
    return settled(std::move(out), values);
  }

  Outline list(const Values& values) {
    const auto columns = align(samples_, values, path_);
    if (!columns) return variable(values);
    Outline out{Outline::Kind::list, {}, {}, {}};
    for (std::size_t i = 0; i < columns->size(); ++i) {
      path_.emplace_back(i);
      add({}, (*columns)[i].label, values, (*columns)[i].items, out);
      path_.pop_back();
    }
    return settled(std::move(out), values);
  }

  void add(const std::string& key, const std::string& name, const Values& around, const Values& values, Outline& out) {
    way_.push_back(name);
    Outline::Part part{key, run(values), {}};
    way_.back() = "with " + name;
    Variables::Values is_there(values.size());
    bool everywhere = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (around[i] == nullptr) continue;
      is_there[i] = values[i] != nullptr;
      everywhere = everywhere && values[i] != nullptr;
    }
    if (!everywhere) part.condition = variables_.add(way_, is_there);
    way_.pop_back();
    out.parts.push_back(std::move(part));
  }

  // A block whose parts are all conditional could be empty, which is null in YAML: then the whole is a variable.
  Outline settled(Outline out, const Values& values) {
    const bool has_fixed = std::any_of(out.parts.begin(), out.parts.end(),
                                       [](const Outline::Part& part) { return part.condition.empty(); });
    return has_fixed ? out : variable(values);
  }

  const std::vector<const Sample*>& samples_;
  Variables& variables_;
  Path path_;
  std::vector<std::string> way_;
};

}  // namespace

Outline outline_of(const std::vector<const Sample*>& samples, Variables& variables) {
  Values values;
  values.reserve(samples.size());
  for (const Sample* sample : samples) values.push_back(&sample->pipeline);
  return Comparing(samples, variables).run(values);
}

}  // namespace sailmaker::infer
