#include "pipeline/across.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <utility>

#include "pipeline/rules.h"
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

bool has_condition(const Value& stage) {
  const Value* condition = stage.find("stageEnabled");
  return condition != nullptr && condition->find("expression") != nullptr;
}

bool may_stop(const Value& stage) {
  const std::string type = text_of(stage, "type");
  return type == "manualJudgment" || type == "checkPreconditions";
}

// Whether the run comes to the stage in any case, unless something fails.
bool is_certain(const Value& stages, std::size_t number) {
  if (has_condition(stages.as_list()[number])) return false;
  const StageGraph graph(&stages);
  std::vector<bool> before;
  graph.mark_upstream(static_cast<StageGraph::Stage>(number), before);
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] && may_stop(stages.as_list()[i])) return false;
  }
  return true;
}

void add_stage(const Value& stages, std::size_t number, Summary& summary) {
  const Value& stage = stages.as_list()[number];
  const std::string type = text_of(stage, "type");
  if (type == "pipeline") {
    add_reference(stage, {std::string("stages"), number}, Role::runs, is_certain(stages, number), summary);
  } else if (type == "findArtifactFromExecution") {
    add_reference(stage, {std::string("stages"), number}, Role::reads, true, summary);
  }
}

bool fires_after_success(const Value& trigger) {
  const Value* status = trigger.find("status");
  if (status == nullptr || !status->is_list()) return false;
  const List& list = status->as_list();
  return std::any_of(list.begin(), list.end(),
                     [](const Value& each) { return each.is_string() && each.as_string() == "successful"; });
}

void add_trigger(const Value& triggers, std::size_t number, Summary& summary) {
  const Value& trigger = triggers.as_list()[number];
  if (text_of(trigger, "type") != "pipeline" || !is_true(trigger.find("enabled"))) return;
  add_reference(trigger, {std::string("triggers"), number}, Role::run_by, fires_after_success(trigger), summary);
}

template <typename Add>
void for_each_item(const Value& pipeline, std::string_view list, Summary& summary, Add add) {
  const Value* items = pipeline.find(list);
  if (items == nullptr || !items->is_list()) return;
  for (std::size_t i = 0; i < items->as_list().size(); ++i) {
    if (items->as_list()[i].is_map()) add(*items, i, summary);
  }
}

void append_lower(std::string_view text, std::string& out) {
  for (const char c : text) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

Problem problem_of(Rule rule, Path path, std::string message, std::string hint) {
  Problems problems;
  report(problems, rule, std::move(path), std::move(message), std::move(hint));
  return std::move(problems.front());
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
  // One pipeline starts another one; the reference that says so stands in either of them.
  struct Edge {
    std::size_t from;
    std::size_t to;
    std::size_t owner;
    const Reference* reference;
  };

  std::string called(std::size_t i) const {
    return pipelines_[i].label.empty() ? "'" + pipelines_[i].name + "'" : pipelines_[i].label;
  }

  void check_identity(std::size_t i) {
    const Summary& one = pipelines_[i];
    const std::string name = name_identity(one.application, one.name);
    const bool is_named = !one.name.empty() && !one.application.empty();
    const std::size_t same_name = is_named ? by_name_.try_emplace(name, i).first->second : i;
    const std::size_t same_id = one.id.empty() ? i : by_id_.try_emplace(one.id, i).first->second;
    // The same pipeline, given twice, is none of Spinnaker's troubles.
    const Summary& twin = pipelines_[same_id];
    if (same_id != i && name_identity({}, twin.name) != name_identity({}, one.name)) report_id(i, same_id);
    if (same_name != i && same_name != same_id && pipelines_[same_name].id != one.id) report_name(i, same_name);
  }

  void report_name(std::size_t i, std::size_t other) {
    const Summary& one = pipelines_[i];
    std::string message =
        fmt::format("two pipelines are called '{}' in the application '{}'", one.name, one.application);
    if (!one.label.empty()) message += fmt::format(": {} and {}", called(other), called(i));
    const Path name = {std::string("name")};
    Problem problem = problem_of(Rule::duplicate_name, name, std::move(message),
                                 "Spinnaker tells pipelines of one application apart by name, whatever the case");
    if (one.id.empty() || pipelines_[other].id.empty()) problem.severity = Severity::warning;
    add({i, std::move(problem), other, name, "the other one is called so at"});
  }

  void report_id(std::size_t i, std::size_t other) {
    const Path id = {std::string("id")};
    Problem problem =
        problem_of(Rule::duplicate_id, id,
                   fmt::format("two pipelines have the id '{}': {} and {}", pipelines_[i].id, called(other), called(i)),
                   "the one that is saved last replaces the other");
    add({i, std::move(problem), other, id, "the other one stands at"});
  }

  void check_references(std::size_t i) {
    for (const Reference& reference : pipelines_[i].references) {
      const auto found = by_id_.find(reference.id);
      if (found != by_id_.end()) {
        follow(i, reference, found->second);
        continue;
      }
      ++result_.elsewhere;
      if (extent_ == Extent::all) report_missing(i, reference);
    }
  }

  void follow(std::size_t i, const Reference& reference, std::size_t other) {
    if (reference.role == Role::reads) return;
    const bool runs = reference.role == Role::runs;
    if (runs && pipelines_[other].disabled) report_disabled(i, reference, other);
    const bool is_off = pipelines_[i].disabled || pipelines_[other].disabled;
    if (reference.is_certain && !is_off) edges_.push_back({runs ? i : other, runs ? other : i, i, &reference});
  }

  void report_disabled(std::size_t i, const Reference& reference, std::size_t other) {
    add({i,
         problem_of(Rule::disabled_pipeline, reference.path,
                    fmt::format("this stage starts {}, which is disabled", called(other)),
                    "a disabled pipeline does not run, whoever starts it"),
         other,
         {std::string("disabled")},
         "it is disabled at"});
  }

  void report_missing(std::size_t i, const Reference& reference) {
    const bool is_trigger = reference.role == Role::run_by;
    Problem problem = problem_of(Rule::unknown_pipeline, reference.path,
                                 fmt::format("there is no pipeline with the id '{}', so {}", reference.id,
                                             is_trigger ? "the trigger never fires" : "the stage fails"),
                                 "choose another pipeline, or take this out");
    if (is_trigger) problem.severity = Severity::warning;
    add({i, std::move(problem), CrossProblem::kNone, {}});
  }

  // Who starts whom, as the stages of one big pipeline, so that the search for circles of stages finds these too.
  void check_circles() {
    if (edges_.empty()) return;
    std::vector<List> starts(pipelines_.size());
    for (const Edge& edge : edges_) {
      if (edge.from == edge.to) report_circle({edge.from});
      starts[edge.from].emplace_back(std::to_string(edge.to));
    }
    List nodes;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      nodes.emplace_back(Map{{"refId", std::to_string(i)}, {"requisiteStageRefIds", std::move(starts[i])}});
    }
    const Value graph(std::move(nodes));
    for (const auto& cycle : find_cycles(StageGraph(&graph))) report_circle({cycle.begin(), cycle.end()});
  }

  const Edge& edge_between(std::size_t from, std::size_t to) const {
    return *std::find_if(edges_.begin(), edges_.end(),
                         [&](const Edge& edge) { return edge.from == from && edge.to == to; });
  }

  void report_circle(const std::vector<std::size_t>& circle) {
    std::string way;
    for (const std::size_t i : circle) way += called(i) + " -> ";
    const Edge& first = edge_between(circle[0], circle[1 % circle.size()]);
    CrossProblem cross{
        first.owner,
        problem_of(Rule::pipeline_cycle, first.reference->path,
                   fmt::format("pipelines start each other for ever: {}{}", way, called(circle[0])),
                   "the arrow means \"starts\"; take one of the stages or triggers out, or give a stage a "
                   "condition (stageEnabled)"),
        CrossProblem::kNone,
        {}};
    if (circle.size() > 1) {
      const Edge& last = edge_between(circle.back(), circle[0]);
      cross.other = last.owner;
      cross.other_path = last.reference->path;
      cross.other_what = "and the circle is closed at";
    }
    add(std::move(cross));
  }

  void add(CrossProblem problem) { result_.problems.push_back(std::move(problem)); }

  const std::vector<Summary>& pipelines_;
  Extent extent_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::vector<Edge> edges_;
  CrossCheck result_;
};

}  // namespace

std::string name_identity(std::string_view application, std::string_view name) {
  std::string out;
  append_lower(application, out);
  out += '\n';  // stands in no name
  append_lower(name, out);
  return out;
}

Summary summary_of(const Value& pipeline) {
  Summary summary;
  summary.id = text_of(pipeline, "id");
  summary.application = text_of(pipeline, "application");
  summary.name = text_of(pipeline, "name");
  summary.disabled = is_true(pipeline.find("disabled"));
  for_each_item(pipeline, "triggers", summary, add_trigger);
  for_each_item(pipeline, "stages", summary, add_stage);
  return summary;
}

CrossCheck check_across(const std::vector<Summary>& pipelines, Extent extent) { return Check(pipelines, extent).run(); }

}  // namespace sailmaker::pipeline
