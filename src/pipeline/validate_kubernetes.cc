#include <fmt/core.h>

#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

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

// Whether the manifest (or patch) is where `source` says it is. `inline_field` holds it with source: text.
void check_source(const Value& stage, const Value* source, std::string_view inline_field, const Trail& at,
                  Problems& problems) {
  const std::string_view type = stage.find("type")->as_string();
  if (is_text(source, "text") && !is_filled(stage, inline_field)) {
    report(problems, Rule::deploy_manifest, at,
           fmt::format("{} stage {} has source: text but no '{}'", type, stage_label(stage), inline_field));
  }
  if (is_text(source, "artifact") && !is_there(stage, "manifestArtifactId") && !is_there(stage, "manifestArtifact")) {
    report(problems, Rule::deploy_manifest, at,
           fmt::format("{} stage {} has source: artifact but neither 'manifestArtifactId' nor 'manifestArtifact'", type,
                       stage_label(stage)));
  }
  if (is_text(source, "artifact")) check_manifest_artifact(stage, at, problems);
}

void check_override(std::string_view name, const Value& value, bool raw, const Trail& at, Problems& problems) {
  if (value.is_null()) {
    return report(problems, Rule::null_override, at, fmt::format("the override '{}' is null", name),
                  "leave the key out, or write \"\"");
  }
  if (value.is_map() || value.is_list()) {
    return report(
        problems, Rule::bake_overrides, at,
        fmt::format("the override '{}' is {}, which Helm gets as Java prints it", name, to_string(value.kind())),
        "write each value of its own: a.b: 1");
  }
  if (!value.is_string()) return;
  const std::string_view text = value.as_string();
  const std::size_t comma = text.find(',');
  const bool is_meant = raw || text.starts_with('{') || text.find("${") != std::string_view::npos;
  if (comma == std::string_view::npos || is_meant || (comma > 0 && text[comma - 1] == '\\')) return;
  report(problems, Rule::bake_overrides, at,
         fmt::format("the override '{}' holds a comma, at which Helm begins the next value", name),
         "write \\, for a comma");
}

void check_overrides(const Value& stage, const Trail& at, Problems& problems) {
  const Value* overrides = stage.find("overrides");
  if (overrides == nullptr || !overrides->is_map()) return;
  const Value* raw = stage.find("rawOverrides");
  const bool is_raw = raw != nullptr && raw->is_boolean() && raw->as_boolean();
  const Trail list(at, "overrides");
  for (const Map::Entry& entry : overrides->as_map()) {
    if (!entry.key.is_string()) continue;
    const std::string_view name = entry.key.as_string();
    check_override(name, entry.value, is_raw, Trail(list, name), problems);
  }
}

void report_hidden(std::string_view field, std::string_view id, const Trail& at, Problems& problems) {
  report(problems, Rule::ignored_field, at, fmt::format("'{}' is not looked at, because '{}' is there too", field, id),
         "keep one of the two", Places::Part::key);
}

void check_inputs(const Value& stage, const Trail& at, Problems& problems) {
  const Value* inputs = stage.find("inputArtifacts");
  if (inputs == nullptr || !inputs->is_list()) return;
  const Trail list(at, "inputArtifacts");
  for (std::size_t i = 0; i < inputs->as_list().size(); ++i) {
    const Value& input = inputs->as_list()[i];
    const Value* artifact = input.find("artifact");
    const bool is_given = artifact != nullptr && artifact->is_map() && !artifact->as_map().empty();
    const Trail item(list, i);
    if (is_given && is_there(input, "id")) report_hidden("artifact", "id", Trail(item, "artifact"), problems);
  }
}

}  // namespace

void check_manifest_artifact(const Value& stage, const Trail& at, Problems& problems) {
  const Value* artifact = stage.find("manifestArtifact");
  if (artifact == nullptr || !artifact->is_map() || artifact->as_map().empty()) return;
  const Trail artifact_at(at, "manifestArtifact");
  if (is_there(stage, "manifestArtifactId")) {
    return report_hidden("manifestArtifact", "manifestArtifactId", artifact_at, problems);
  }
  if (is_there(*artifact, "artifactAccount") || is_there(stage, "manifestArtifactAccount")) return;
  report(problems, Rule::artifact_account, artifact_at,
         fmt::format("the inline manifest of stage {} has no account", stage_label(stage)),
         "add artifactAccount, the account that can read it");
}

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
  check_inputs(stage, at, problems);
  check_overrides(stage, at, problems);
}

void check_deploy(const Value& stage, const Trail& at, Problems& problems) {
  check_source(stage, stage.find("source"), "manifests", at, problems);
  const Value* traffic = stage.find("trafficManagement");
  if (traffic != nullptr && traffic->is_map()) check_traffic(*traffic, Trail(at, "trafficManagement"), problems);
}

void check_patch(const Value& stage, const Trail& at, Problems& problems) {
  check_source(stage, stage.find("source"), "patchBody", at, problems);
}

void check_run_job(const Value& stage, const Trail& at, Problems& problems) {
  static const Value text("text");
  const Value* source = stage.find("source");
  check_source(stage, source == nullptr || source->is_null() ? &text : source, "manifest", at, problems);
  const Value* alias = stage.find("alias");
  if (is_text(alias, "runJob")) return;
  report(problems, Rule::missing_alias, alias == nullptr ? at : Trail(at, "alias"),
         fmt::format("runJobManifest stage {} has no 'alias: runJob'", stage_label(stage)), "add alias: runJob");
}

}  // namespace sailmaker::pipeline
