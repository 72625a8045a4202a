#include <fmt/core.h>

#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

bool is_text(const Value* value, std::string_view text) {
  return value != nullptr && value->is_string() && value->as_string() == text;
}

bool is_there(const Value* value) { return value != nullptr && !value->is_null(); }

// An expression may become anything, so it counts as something.
bool is_filled(const Value* value) { return is_there(value) && (!value->is_list() || !value->as_list().empty()); }

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

void report_hidden(std::string_view field, std::string_view id, const Trail& at, Problems& problems) {
  report(problems, Rule::ignored_field, at, fmt::format("'{}' is not looked at, because '{}' is there too", field, id),
         "keep one of the two", Places::Part::key);
}

// Whether the account of an inline manifest is known, and whether an id hides it.
void check_manifest_artifact(const StageAt& stage, Problems& problems) {
  const Value* artifact = stage[Noted::manifest_artifact];
  if (artifact == nullptr || !artifact->is_map() || artifact->as_map().empty()) return;
  const Trail artifact_at(stage.at, "manifestArtifact");
  if (is_there(stage[Noted::manifest_artifact_id])) {
    return report_hidden("manifestArtifact", "manifestArtifactId", artifact_at, problems);
  }
  if (is_there(artifact->find("artifactAccount")) || is_there(stage[Noted::manifest_artifact_account])) return;
  report(problems, Rule::artifact_account, artifact_at,
         fmt::format("the inline manifest of stage {} has no account", stage_label(stage.stage)),
         "add artifactAccount, the account that can read it");
}

// The field that holds the manifest (or patch) with source: text.
struct Inline {
  std::string_view name;
  Noted field;
};

// Whether the manifest (or patch) is where `source` says it is.
void check_source(const StageAt& stage, const Value* source, const Inline& given, Problems& problems) {
  const std::string_view type = stage.seen.text(Noted::type);
  const bool is_artifact = is_text(source, "artifact");
  if (!is_artifact && is_text(source, "text") && !is_filled(stage[given.field])) {
    report(problems, Rule::deploy_manifest, stage.at,
           fmt::format("{} stage {} has source: text but no '{}'", type, stage_label(stage.stage), given.name));
  }
  if (!is_artifact) return;
  if (!is_there(stage[Noted::manifest_artifact_id]) && !is_there(stage[Noted::manifest_artifact])) {
    report(problems, Rule::deploy_manifest, stage.at,
           fmt::format("{} stage {} has source: artifact but neither 'manifestArtifactId' nor 'manifestArtifact'", type,
                       stage_label(stage.stage)));
  }
  check_manifest_artifact(stage, problems);
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

void check_overrides(const StageAt& stage, Problems& problems) {
  const Value* overrides = stage[Noted::overrides];
  if (overrides == nullptr || !overrides->is_map()) return;
  const Value* raw = stage[Noted::raw_overrides];
  const bool is_raw = raw != nullptr && raw->is_boolean() && raw->as_boolean();
  const Trail list(stage.at, "overrides");
  for (const Map::Entry& entry : overrides->as_map()) {
    if (!entry.key.is_string()) continue;
    const std::string_view name = entry.key.as_string();
    check_override(name, entry.value, is_raw, Trail(list, name), problems);
  }
}

void check_inputs(const StageAt& stage, Problems& problems) {
  static const Value kArtifact("artifact");
  const Value* inputs = stage[Noted::input_artifacts];
  if (inputs == nullptr || !inputs->is_list()) return;
  const Trail list(stage.at, "inputArtifacts");
  for (std::size_t i = 0; i < inputs->as_list().size(); ++i) {
    const Value& input = inputs->as_list()[i];
    const Value* artifact = input.is_map() ? input.as_map().find_key(kArtifact) : nullptr;
    const bool is_given = artifact != nullptr && artifact->is_map() && !artifact->as_map().empty();
    const Trail item(list, i);
    if (is_given && is_there(input.find("id"))) report_hidden("artifact", "id", Trail(item, "artifact"), problems);
  }
}

}  // namespace

void check_bake(const StageAt& stage, Problems& problems) {
  const Trail& at = stage.at;
  const Value* made = stage[Noted::expected_artifacts];
  const bool is_list = made != nullptr && made->is_list();
  if (made == nullptr || (is_list && made->as_list().size() != 1)) {
    report(problems, Rule::bake_output, is_list ? Trail(at, "expectedArtifacts") : at,
           fmt::format("bakeManifest stage {} has {} expected artifacts, not one", stage_label(stage.stage),
                       is_list ? made->as_list().size() : 0),
           "list the one artifact that the bake makes: matchArtifact: {type: embedded/base64, name: ...}");
  }
  const Value* inputs = stage[Noted::input_artifacts];
  if (!is_filled(inputs) && !is_there(stage[Noted::input_artifact])) {
    report(problems, Rule::bake_input, inputs == nullptr ? at : Trail(at, "inputArtifacts"),
           fmt::format("bakeManifest stage {} has no input artifacts", stage_label(stage.stage)),
           "the first one is the chart, others are values files");
  }
  check_inputs(stage, problems);
  check_overrides(stage, problems);
}

void check_deploy(const StageAt& stage, Problems& problems) {
  check_source(stage, stage[Noted::source], {"manifests", Noted::manifests}, problems);
  const Value* traffic = stage[Noted::traffic_management];
  if (traffic != nullptr && traffic->is_map()) check_traffic(*traffic, Trail(stage.at, "trafficManagement"), problems);
}

void check_patch(const StageAt& stage, Problems& problems) {
  check_source(stage, stage[Noted::source], {"patchBody", Noted::patch_body}, problems);
}

void check_run_job(const StageAt& stage, Problems& problems) {
  static const Value text("text");
  const Value* source = stage[Noted::source];
  check_source(stage, is_there(source) ? source : &text, {"manifest", Noted::manifest}, problems);
  const Value* alias = stage[Noted::alias];
  if (is_text(alias, "runJob")) return;
  report(problems, Rule::missing_alias, alias == nullptr ? stage.at : Trail(stage.at, "alias"),
         fmt::format("runJobManifest stage {} has no 'alias: runJob'", stage_label(stage.stage)), "add alias: runJob");
}

}  // namespace sailmaker::pipeline
