#include "pipeline/expression_stages.h"

#include <algorithm>
#include <iterator>

#include "pipeline/spel_template.h"

namespace sailmaker::pipeline {

namespace {

// Stages that do their work themselves. All others may bring stages of their own, with names such as "Bake in
// eu-west-1".
constexpr std::string_view kWithoutStages[] = {
    "awsCodeBuild",
    "bakeManifest",
    "concourse",
    "deleteManifest",
    "deployManifest",
    "evaluateArtifacts",
    "evaluateVariables",
    "findArtifactFromExecution",
    "findArtifactsFromResource",
    "googleCloudBuild",
    "jenkins",
    "manualJudgment",
    "patchManifest",
    "pauseRolloutManifest",
    "pipeline",
    "resumeRolloutManifest",
    "rollingRestartManifest",
    "runJob",
    "runJobManifest",
    "savePipelinesFromArtifact",
    "scaleManifest",
    "script",
    "travis",
    "undoRolloutManifest",
    "wait",
    "waitForCondition",
    "webhook",
};

std::string_view text_of(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string_view();
}

}  // namespace

StageGraph& ExpressionStages::graph() {
  if (graph_ == nullptr) graph_ = std::make_unique<StageGraph>(stages_);
  return *graph_;
}

std::string_view ExpressionStages::name(const Value& stage) const {
  const std::string_view name = text_of(stage, "name");
  return name.empty() ? text_of(stage, "type") : name;
}

std::string_view ExpressionStages::type(Stage stage) const { return text_of(stages_->as_list()[stage], "type"); }

std::vector<ExpressionStages::Stage> ExpressionStages::named(std::string_view wanted) const {
  std::vector<Stage> found;
  if (stages_ == nullptr) return found;
  for (std::size_t i = 0; i < stages_->as_list().size(); ++i) {
    if (name(stages_->as_list()[i]) == wanted) found.push_back(static_cast<Stage>(i));
  }
  return found;
}

ExpressionStages::Order ExpressionStages::order(Stage stage, Stage other) {
  if (stage == other) return Order::same;
  std::vector<bool> marks(graph().size());
  const StageGraph::Walk up = graph().mark_upstream(stage, marks);
  if (marks[other]) return Order::before;
  if (up.misses_requisite) return Order::unknown;
  marks.assign(marks.size(), false);
  const StageGraph::Walk down = graph().mark_upstream(other, marks);
  if (marks[stage]) return Order::after;
  return down.misses_requisite ? Order::unknown : Order::beside;
}

bool ExpressionStages::knows_all_names() const {
  if (stages_ == nullptr) return true;
  const auto& list = stages_->as_list();
  return std::all_of(list.begin(), list.end(), [&](const Value& stage) {
    const std::string_view type = text_of(stage, "type");
    const bool is_leaf =
        std::find(std::begin(kWithoutStages), std::end(kWithoutStages), type) != std::end(kWithoutStages);
    return is_leaf && stage.find("trafficManagement") == nullptr && !holds_spel(name(stage));
  });
}

std::vector<std::string> ExpressionStages::names() const {
  std::vector<std::string> all;
  if (stages_ == nullptr) return all;
  for (const Value& stage : stages_->as_list()) all.emplace_back(name(stage));
  return all;
}

std::vector<std::string> ExpressionStages::ref_ids() {
  std::vector<std::string> all;
  for (Stage i = 0; i < graph().size(); ++i) all.emplace_back(graph().ref_id(i));
  return all;
}

}  // namespace sailmaker::pipeline
