#include <fmt/core.h>

#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"

namespace sailmaker::pipeline {

namespace {

bool is_text(const Value* value, std::string_view text) {
  return value != nullptr && value->is_string() && value->as_string() == text;
}

bool is_there(const Value& map, std::string_view field) {
  const Value* value = map.find(field);
  return value != nullptr && !value->is_null();
}

// An expression may become anything, so it counts as something.
bool is_filled(const Value& map, std::string_view field) {
  const Value* value = map.find(field);
  if (value == nullptr || value->is_null()) return false;
  return !value->is_list() || !value->as_list().empty();
}

void check_traffic(const Value& traffic, const Trail& at, Problems& problems) {
  const Value* enabled = traffic.find("enabled");
  if (enabled == nullptr || !enabled->is_boolean() || !enabled->as_boolean()) return;
  const Value* options = traffic.find("options");
  const Trail options_at(at, "options");
  if (options == nullptr || options->is_null()) {
    return report(problems, Rule::traffic_management, options == nullptr ? at : options_at,
                  "trafficManagement is enabled but has no 'options'");
  }
  const Value* strategy = options->find("strategy");
  const Trail strategy_at(options_at, "strategy");
  if (strategy != nullptr && strategy->is_null()) {
    report(problems, Rule::traffic_management, strategy_at, "trafficManagement is enabled but its strategy is null",
           "write none, bluegreen or highlander");
  } else if (is_text(strategy, "redblack")) {
    report(problems, Rule::deprecated_strategy, strategy_at, "the strategy 'redblack' is deprecated",
           "write bluegreen, which is the same");
  }
}

}  // namespace

void check_bake(const Value& stage, const Trail& at, Problems& problems) {
  const Value* made = stage.find("expectedArtifacts");
  const bool is_list = made != nullptr && made->is_list();
  if (made == nullptr || (is_list && made->as_list().size() != 1)) {
    report(problems, Rule::bake_output, is_list ? Trail(at, "expectedArtifacts") : at,
           fmt::format("bakeManifest stage {} has {} expected artifacts, not one", stage_label(stage),
                       is_list ? made->as_list().size() : 0),
           "list the one artifact that the bake makes: matchArtifact: {type: embedded/base64, name: ...}");
  }
  if (!is_filled(stage, "inputArtifacts") && !is_there(stage, "inputArtifact")) {
    const Value* inputs = stage.find("inputArtifacts");
    report(problems, Rule::bake_input, inputs == nullptr ? at : Trail(at, "inputArtifacts"),
           fmt::format("bakeManifest stage {} has no input artifacts", stage_label(stage)),
           "the first one is the chart, others are values files");
  }
}

void check_deploy(const Value& stage, const Trail& at, Problems& problems) {
  const Value* source = stage.find("source");
  if (is_text(source, "text") && !is_filled(stage, "manifests")) {
    report(problems, Rule::deploy_manifest, at,
           fmt::format("deployManifest stage {} has source: text but no 'manifests'", stage_label(stage)));
  }
  if (is_text(source, "artifact") && !is_there(stage, "manifestArtifactId") && !is_there(stage, "manifestArtifact")) {
    report(problems, Rule::deploy_manifest, at,
           fmt::format("deployManifest stage {} has source: artifact but neither 'manifestArtifactId' nor "
                       "'manifestArtifact'",
                       stage_label(stage)));
  }
  const Value* traffic = stage.find("trafficManagement");
  if (traffic != nullptr && traffic->is_map()) check_traffic(*traffic, Trail(at, "trafficManagement"), problems);
}

void check_run_job(const Value& stage, const Trail& at, Problems& problems) {
  const Value* alias = stage.find("alias");
  if (is_text(alias, "runJob")) return;
  report(problems, Rule::missing_alias, alias == nullptr ? at : Trail(at, "alias"),
         fmt::format("runJobManifest stage {} has no 'alias: runJob'", stage_label(stage)), "add alias: runJob");
}

}  // namespace sailmaker::pipeline
