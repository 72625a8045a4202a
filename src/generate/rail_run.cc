#include <algorithm>
#include <optional>
#include <utility>

#include "fleet/day.h"
#include "fleet/name.h"
#include "generate/guard_rails.h"
#include "generate/scalar_place.h"
#include "pipeline/stage_graph.h"
#include "pipeline/stage_label.h"
#include "value/json.h"
#include "value/map.h"

// Asks the rails about one pipeline.

namespace sailmaker::generate {

namespace {

constexpr std::size_t kMostShown = 4;      // values in a hint
constexpr std::size_t kLongestShown = 60;  // bytes of one of them

// A part of a pipeline that a rail looks at.
struct Part {
  Path path;
  const Value* value;
  std::size_t place = 0;  // of a stage among the stages
};

void add_items(const Value* list, const Path& path, std::vector<Part>& parts) {
  if (list == nullptr || !list->is_list()) return;
  for (std::size_t i = 0; i < list->as_list().size(); ++i) {
    const Value& item = list->as_list()[i];
    if (!item.is_map()) continue;  // validation says so
    Path at = path;
    at.emplace_back(i);
    parts.push_back({std::move(at), &item, i});
  }
}

std::vector<Part> parts_of(const Value& pipeline, fleet::RailScope scope) {
  std::vector<Part> parts;
  const auto add = [&](const Value& around, const char* field, Path path) {
    path.emplace_back(field);
    add_items(around.find(field), path, parts);
  };
  switch (scope) {
    case fleet::RailScope::pipeline: parts.push_back({{}, &pipeline}); break;
    case fleet::RailScope::stage: add(pipeline, "stages", {}); break;
    case fleet::RailScope::trigger: add(pipeline, "triggers", {}); break;
    case fleet::RailScope::parameter: add(pipeline, "parameterConfig", {}); break;
    case fleet::RailScope::artifact: {
      add(pipeline, "expectedArtifacts", {});
      for (const Part& stage : parts_of(pipeline, fleet::RailScope::stage)) {
        add(*stage.value, "expectedArtifacts", stage.path);
      }
      break;
    }
  }
  return parts;
}

// A template's context without the names that are no variables.
Value variables_of(const Value& context) {
  Map variables;
  for (const Map::Entry& entry : context.as_map()) {
    const bool is_variable = entry.key.is_string() && !fleet::is_standard_name(entry.key.as_string());
    if (is_variable && entry.key.as_string() != "pipelines") variables.set(entry.key, entry.value);
  }
  return variables;
}

std::string shown(const Value& value) {
  std::string text;
  if (value.is_string()) {
    text = "'" + std::string(value.as_string()) + "'";
  } else if (!value.is_object()) {
    text = to_json(value);
  }
  return text.size() <= kLongestShown ? text : std::string();
}

// What all rails of one pipeline know. A copy of the context is made once, when the first rail applies.
class Names {
 public:
  Names(std::string_view key, const Value& context, const Value& pipeline) : context_(context), names_(context) {
    Map& names = names_.mutable_map();
    names.set("key", key);
    names.set("pipeline", pipeline);
  }

  const Value& value() const { return names_; }
  void set(std::string_view name, Value value) { names_.mutable_map().set(Value(name), std::move(value)); }
  void add_vars() {
    if (!has_vars_) set("vars", variables_of(context_));
    has_vars_ = true;
  }
  // A variable may be called as a part is, which later rails then mean. Other names are known before a rail is asked.
  void restore(std::string_view name) {
    if (const Value* variable = context_.find(name)) set(name, *variable);
  }

 private:
  const Value& context_;
  Value names_;
  bool has_vars_ = false;
};

// One rail and one pipeline.
class Run {
 public:
  Run(const GuardRails::Rail& rail, const fleet::Fleet& fleet, Names& names, const Value& pipeline)
      : rail_(rail), declared_(*rail.declared), fleet_(fleet), shared_(names), pipeline_(pipeline) {}

  void run(std::vector<RailReport>& reports) {
    if (rail_.reads_vars) shared_.add_vars();
    for (const Part& part : parts_of(pipeline_, declared_.each)) {
      if (is_chosen(part)) look_at(part, reports);
      if (!reports.empty() && reports.back().rail == &declared_ && reports.back().is_broken) break;  // once is enough
    }
    if (declared_.each != fleet::RailScope::pipeline) shared_.restore(to_string(declared_.each));
    if (rail_.reads_upstream) shared_.restore("upstream");
  }

 private:
  bool is_chosen(const Part& part) const {
    if (declared_.types.empty()) return true;
    const Value* type = part.value->find("type");
    return type != nullptr && type->is_string() &&
           std::find(declared_.types.begin(), declared_.types.end(), type->as_string()) != declared_.types.end();
  }

  void look_at(const Part& part, std::vector<RailReport>& reports) {
    if (declared_.each != fleet::RailScope::pipeline) shared_.set(to_string(declared_.each), *part.value);
    if (rail_.reads_upstream) shared_.set("upstream", upstream_of(part));
    if (rail_.where != nullptr) {
      const auto applies = rail_.where->holds(shared_.value());
      if (!applies) return reports.push_back(broken(part, "where", declared_.where, applies.error()));
      if (!*applies) return;
    }
    const auto holds = rail_.require->holds(shared_.value());
    if (!holds) return reports.push_back(broken(part, "require", declared_.require, holds.error()));
    if (!*holds) report(part, reports);
  }

  // The stages that have run when this one begins, in the order of the pipeline.
  Value upstream_of(const Part& part) {
    const Value* stages = pipeline_.find("stages");
    if (!graph_) graph_.emplace(stages);
    graph_->mark_upstream(static_cast<pipeline::StageGraph::Stage>(part.place), marks_);
    List upstream;
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i] && i != part.place) upstream.push_back(stages->as_list()[i]);
    }
    return upstream;
  }

  RailReport broken(const Part& part, const char* field, const std::string& text, const Error& why) const {
    Path path = declared_.path;
    path.emplace_back(std::string(field));
    const std::string name = why.source ? why.source->file : std::string();
    Error error = move_to_scalar(why, name, *fleet_.origin, path, text);
    error.message = "guard rail '" + declared_.name + "' cannot be checked: " + error.message;
    return {&declared_, part.path, true, std::move(error)};
  }

  void report(const Part& part, std::vector<RailReport>& reports) const {
    Error error("the guard rail '" + declared_.name + "' does not hold: " + declared_.require);
    if (rail_.message != nullptr) {
      auto message = rail_.message->render(shared_.value());
      if (message) {
        error.message = std::move(*message);
      } else {
        reports.push_back(broken(part, "message", declared_.message, message.error()));
      }
    }
    error.hint = values_read();
    reports.push_back({&declared_, field_of(part), false, std::move(error)});
  }

  // "here stage.account is 'k8s-dev', stack is 'prod'"
  std::string values_read() const {
    std::string out;
    std::size_t count = 0;
    for (const Path& read : rail_.require->reads()) {
      const Value* value = find(shared_.value(), read);
      const std::string text = value == nullptr ? "missing" : shown(*value);
      if (text.empty() || count == kMostShown) continue;
      out += (count++ == 0 ? "here " : ", ") + to_string(read) + " is " + text;
    }
    return out;
  }

  // The first field of the part that the rail reads; the part itself when it has none of them.
  Path field_of(const Part& part) const {
    for (const Path& read : rail_.require->reads()) {
      const bool is_own = std::get<std::string>(read[0]) == to_string(declared_.each);
      if (!is_own || read.size() == 1 || find(shared_.value(), read) == nullptr) continue;
      Path path = part.path;
      path.insert(path.end(), read.begin() + 1, read.end());
      return path;
    }
    return part.path;
  }

  const GuardRails::Rail& rail_;
  const fleet::GuardRail& declared_;
  const fleet::Fleet& fleet_;
  Names& shared_;
  const Value& pipeline_;
  std::optional<pipeline::StageGraph> graph_;
  std::vector<bool> marks_;
};

bool applies(const fleet::GuardRail& rail, const fleet::Key& key, const std::string& today) {
  return rail.selector.matches(key) &&
         std::none_of(rail.exceptions.begin(), rail.exceptions.end(), [&](const fleet::RailException& exception) {
           return exception.selector.matches(key) && !fleet::is_over(exception.until, today);
         });
}

}  // namespace

std::vector<RailReport> GuardRails::check(const fleet::Key& key, const Value& context, const Value& pipeline) const {
  std::vector<RailReport> reports;
  std::optional<Names> names;
  for (const Rail& rail : rails_) {
    if (!applies(*rail.declared, key, fleet_.today)) continue;
    for (const Error& error : rail.wrong) reports.push_back({rail.declared, {}, true, error});
    if (!rail.wrong.empty()) continue;
    if (!names) names.emplace(to_string(key), context, pipeline);
    Run(rail, fleet_, *names, pipeline).run(reports);
  }
  return reports;
}

}  // namespace sailmaker::generate
