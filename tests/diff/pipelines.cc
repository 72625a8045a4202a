#include "tests/diff/pipelines.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "value/map.h"
#include "value/path.h"
#include "yaml/parser.h"

namespace sailmaker::diff {

namespace {

Value from_yaml(const std::string& text) {
  auto document = yaml::parse(text, "pipelines.cc");
  if (!document) throw std::runtime_error(to_text(document.error()));
  return document->root;
}

Map& map_at(Value& root, const char* list, std::size_t place) {
  return root.mutable_map().find(list)->mutable_list()[place].mutable_map();
}

List& list_at(Value& root, const char* list) { return root.mutable_map().find(list)->mutable_list(); }

void set_chart_versions(Value& root) {
  for (const std::size_t chart : {0, 1}) {
    map_at(root, "expectedArtifacts", chart).find("defaultArtifact")->mutable_map().set("version", "1.1.0");
  }
}

void insert_stage(Value& root) {
  List& stages = list_at(root, "stages");
  stages.insert(stages.begin() + 5, from_yaml("refId: wait-envoy\n"
                                              "name: Wait Envoy Propagation\n"
                                              "type: wait\n"
                                              "requisiteStageRefIds: [deploy-service]\n"
                                              "waitTime: 30\n"));
  stages[6].mutable_map().set("requisiteStageRefIds", List{"wait-envoy"});
}

void change_texts(Value& root) {
  root.mutable_map().set("description",
                         "Made by Sailmaker from templates/deploy.yaml.j2.\nDo not edit it here: the next sync writes "
                         "it again.\nQuestions: #platform\nOn call: see the runbook\n");
  Map& check = map_at(root, "stages", 5);
  Value& context = *check.find("preconditions")->mutable_list()[0].mutable_map().find("context");
  context.mutable_map().set("expression",
                            "${parameters[\"disableCanaryDeploy\"] == \"true\" && trigger[\"user\"] != \"robot\"}");
  map_at(root, "stages", 1).find("overrides")->mutable_map().set("replicas", "3");
  map_at(root, "stages", 7).set("replicas", 0);
  root.mutable_map().set("limitConcurrent", false);
}

PipelineEdit edit(std::string name, void (*change)(Value&)) {
  Value before = deploy_pipeline();
  Value after = before;
  change(after);
  return {std::move(name), std::move(before), std::move(after)};
}

}  // namespace

Value deploy_pipeline() {
  std::ifstream file(SAILMAKER_SOURCE_DIR "/tests/diff/golden/deploy.yaml", std::ios::binary);
  return from_yaml(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::vector<PipelineEdit> pipeline_edits() {
  return {
      edit("chart_versions", set_chart_versions),
      edit("stage_inserted", insert_stage),
      edit("parameter_removed",
           [](Value& root) {
             List& parameters = list_at(root, "parameterConfig");
             parameters.erase(parameters.begin() + 2);
           }),
      edit("trigger_branch", [](Value& root) { map_at(root, "triggers", 0).set("branch", "master"); }),
      edit("stages_reordered",
           [](Value& root) {
             List& stages = list_at(root, "stages");
             std::rotate(stages.begin() + 1, stages.begin() + 3, stages.begin() + 5);
             std::swap(stages[6], stages[7]);
             stages[6].mutable_map().set("replicas", "1");
           }),
      edit("texts_and_settings", change_texts),
      edit("input_added",
           [](Value& root) {
             List& inputs = map_at(root, "stages", 3).find("inputArtifacts")->mutable_list();
             inputs.push_back(from_yaml("{account: github, id: 6a2f41a3-c54c-5cc8-9dc7-0c1a1e4b5b03}"));
           }),
  };
}

PipelineEdit four_edits() {
  return edit("four_edits", [](Value& root) {
    set_chart_versions(root);
    map_at(root, "stages", 2).set("account", "k8s-azar-prod-2");
    map_at(root, "triggers", 0).set("branch", "master");
  });
}

}  // namespace sailmaker::diff
