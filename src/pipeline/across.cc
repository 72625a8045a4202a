#include "pipeline/across.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <utility>

#include "pipeline/stage_cycles.h"
#include "pipeline/stage_graph.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

using Reference = Summary::Reference;
using Role = Reference::Role;

std::string text_of(const Value& map, std::string_view field) {
  const Value* text = map.find(field);
  return text != nullptr && text->is_string() ? std::string(text->as_string()) : std::string();
}

bool is_true(const Value* value) { return value != nullptr && value->is_boolean() && value->as_boolean(); }

void add_reference(const Value& item, Path path, Role role, bool is_certain, Summary& summary) {
  std::string id = text_of(item, "pipeline");
  if (id.empty() || id.find("${") != std::string::npos) return;
  path.emplace_back(std::string("pipeline"));
  summary.references.push_back({std::move(id), std::move(path), role, is_certain});
}

void add_stage(const Value& stage, Path path, Summary& summary) {
  const std::string type = text_of(stage, "type");
  const Value* condition = stage.find("stageEnabled");
  const bool is_certain = condition == nullptr || condition->find("expression") == nullptr;
  if (type == "pipeline")
    add_reference(stage, std::move(path), Role::runs, is_certain, summary);
  else if (type == "findArtifactFromExecution")
    add_reference(stage, std::move(path), Role::reads, true, summary);
}

void add_trigger(const Value& trigger, Path path, Summary& summary) {
  if (text_of(trigger, "type") != "pipeline" || !is_true(trigger.find("enabled"))) return;
  add_reference(trigger, std::move(path), Role::run_by, true, summary);
}

template <typename Add>
void for_each_item(const Value& pipeline, const char* list, Summary& summary, Add add) {
  const Value* items = pipeline.find(list);
  if (items == nullptr || !items->is_list()) return;
  for (std::size_t i = 0; i < items->as_list().size(); ++i) {
    if (items->as_list()[i].is_map()) add(items->as_list()[i], Path{std::string(list), i}, summary);
  }
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

class Check {
 public:
  Check(const std::vector<Summary>& pipelines, Extent extent) : pipelines_(pipelines), extent_(extent) {}

  CrossCheck run() {
    for (std::size_t i = 0; i < pipelines_.size(); ++i) check_identity(i);
    for (std::size_t i = 0; i < pipelines_.size(); ++i) check_references(i);
    check_circles();
    return std::move(result_);
  }

 private:
  using Places = std::unordered_map<std::string, std::size_t>;

  void check_identity(std::size_t i) {
    const Summary& one = pipelines_[i];
    const bool is_named = !one.name.empty() && !one.application.empty();
    const std::string name = lower(one.application) + '\n' + lower(one.name);
    std::size_t same_name = i;
    std::size_t same_id = i;
    if (is_named) same_name = by_name_.try_emplace(name, i).first->second;
    if (!one.id.empty()) same_id = by_id_.try_emplace(one.id, i).first->second;
    if (same_id != i && lower(pipelines_[same_id].name) != lower(one.name)) report_id(i, same_id);
    // The same pipeline, given twice, is none of Spinnaker's troubles.
    if (same_name != i && same_name != same_id && pipelines_[same_name].id != one.id) report_name(i, same_name);
  }

  void report_name(std::size_t i, std::size_t other) {
    const Summary& one = pipelines_[i];
    const bool both_have_ids = !one.id.empty() && !pipelines_[other].id.empty();
    Problem problem;
    problem.severity = both_have_ids ? Severity::error : Severity::warning;
    problem.path = {std::string("name")};
    problem.message = fmt::format("two pipelines are called '{}' in the application '{}'", one.name, one.application);
    problem.hint = "Spinnaker tells pipelines of one application apart by name, whatever the case";
    problem.rule = "duplicate-name";
    result_.problems.push_back({i, std::move(problem), other, {std::string("name")}});
  }

  void report_id(std::size_t i, std::size_t other) {
    Problem problem;
    problem.path = {std::string("id")};
    problem.message = fmt::format("two pipelines have the id '{}': '{}' and '{}'", pipelines_[i].id,
                                  pipelines_[other].name, pipelines_[i].name);
    problem.hint = "the one that is saved last replaces the other";
    problem.rule = "duplicate-id";
    result_.problems.push_back({i, std::move(problem), other, {std::string("id")}});
  }

  void check_references(std::size_t i) {
    for (const Reference& reference : pipelines_[i].references) {
      if (by_id_.contains(reference.id)) continue;
      ++result_.elsewhere;
      if (extent_ == Extent::all) report_missing(i, reference);
    }
  }

  void report_missing(std::size_t i, const Reference& reference) {
    const std::string_view end = reference.role == Role::run_by ? "the trigger never fires" : "the stage fails";
    Problem problem;
    problem.severity = reference.role == Role::run_by ? Severity::warning : Severity::error;
    problem.path = reference.path;
    problem.message = fmt::format("there is no pipeline with the id '{}', so {}", reference.id, end);
    problem.hint = "choose another pipeline, or take this out";
    problem.rule = "unknown-pipeline";
    result_.problems.push_back({i, std::move(problem), CrossProblem::kNone, {}});
  }

  // Who starts whom, as the stages of one big pipeline, so that the search for circles of stages finds these too.
  void check_circles() {
    std::vector<List> starts(pipelines_.size());
    bool any = false;
    for (std::size_t i = 0; i < pipelines_.size(); ++i) {
      for (const Reference& reference : pipelines_[i].references) {
        const auto found = by_id_.find(reference.id);
        if (found == by_id_.end() || reference.role == Role::reads || !reference.is_certain) continue;
        const bool runs = reference.role == Role::runs;
        const std::size_t from = runs ? i : found->second;
        const std::size_t to = runs ? found->second : i;
        if (from == to) report_circle({from});
        starts[from].emplace_back(std::to_string(to));
        any = true;
      }
    }
    if (!any) return;
    List nodes;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      nodes.emplace_back(Map{{"refId", std::to_string(i)}, {"requisiteStageRefIds", std::move(starts[i])}});
    }
    const Value graph(std::move(nodes));
    for (const auto& cycle : find_cycles(StageGraph(&graph))) report_circle({cycle.begin(), cycle.end()});
  }

  void report_circle(const std::vector<std::size_t>& circle) {
    std::string way;
    for (const std::size_t i : circle) way += "'" + pipelines_[i].name + "' -> ";
    Problem problem;
    problem.severity = Severity::warning;
    problem.path = path_in(circle);
    problem.message =
        fmt::format("pipelines start each other in a circle: {}'{}'", way, pipelines_[circle.front()].name);
    problem.hint = "nothing in Spinnaker ends such a circle; a stage's condition (stageEnabled) can";
    problem.rule = "pipeline-cycle";
    result_.problems.push_back({circle.front(), std::move(problem), CrossProblem::kNone, {}});
  }

  // Where the first pipeline refers to another one of the circle; the pipeline itself where only others refer to it.
  Path path_in(const std::vector<std::size_t>& circle) const {
    for (const Reference& reference : pipelines_[circle.front()].references) {
      const auto found = by_id_.find(reference.id);
      if (found == by_id_.end() || reference.role == Role::reads) continue;
      if (std::find(circle.begin(), circle.end(), found->second) != circle.end()) return reference.path;
    }
    return {};
  }

  const std::vector<Summary>& pipelines_;
  Extent extent_;
  Places by_name_;
  Places by_id_;
  CrossCheck result_;
};

}  // namespace

Summary summary_of(const Value& pipeline) {
  Summary summary;
  summary.id = text_of(pipeline, "id");
  summary.application = text_of(pipeline, "application");
  summary.name = text_of(pipeline, "name");
  for_each_item(pipeline, "triggers", summary, add_trigger);
  for_each_item(pipeline, "stages", summary, add_stage);
  return summary;
}

CrossCheck check_across(const std::vector<Summary>& pipelines, Extent extent) { return Check(pipelines, extent).run(); }

}  // namespace sailmaker::pipeline
