#include "pipeline/rules.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sailmaker::pipeline {

namespace {

constexpr Severity kError = Severity::error;
constexpr Severity kWarning = Severity::warning;
constexpr bool kFixed = false;  // no exceptions

constexpr RuleEntry kRules[] = {
    {Rule::not_a_map, "not-a-map", kError, "a pipeline is a map; Front50 takes nothing else", kFixed},
    {Rule::not_json, "not-json", kError, "JSON has no such value, so it cannot be stored", kFixed},
    {Rule::key_not_text, "key-not-text", kError, "JSON has only text as keys; `on:` and `1:` are none in YAML", kFixed},
    {Rule::too_deep, "too-deep", kError, "nothing reads a document that is nested so deeply", kFixed},
    {Rule::missing_name, "missing-name", kError, "Front50 refuses a pipeline without name or application", kFixed},
    {Rule::bad_name, "bad-name", kError,
     "Front50 trims names and keeps 255 characters; Deck's pages break on \\ ^ / ? % #"},
    {Rule::bad_application, "bad-application", kError,
     "applications are looked up by their exact text of at most 255 characters"},
    {Rule::bad_id, "bad-id", kError, "Orca keeps 36 characters of an id, and storage keys are lower case", kFixed},
    {Rule::id_no_uuid, "id-no-uuid", kWarning, "an id that is no UUID may meet another one of the same text"},
    {Rule::chosen_id, "chosen-id", kError, "an id that is not made of the key would not be found again", kFixed},
    {Rule::duplicate_name, "duplicate-name", kError,
     "Front50 refuses two pipelines of one name in an application, whatever the case", kFixed},
    {Rule::duplicate_id, "duplicate-id", kError,
     "of two pipelines with one id the one that is saved last replaces the other", kFixed},
    {Rule::server_field, "server-field", kError,
     "Spinnaker writes this field itself, or keeps it for ever once it was sent"},
    {Rule::wrong_type, "wrong-type", kError,
     "Front50, Echo or Orca cannot convert the value: refused, dropped, or a failed run"},
    {Rule::boolean_as_text, "boolean-as-text", kWarning, "\"true\" in quotes is converted here and fails elsewhere"},
    {Rule::converted_value, "converted-value", kWarning,
     "Front50 and Echo convert the value: what is stored differs from the template, and each plan shows it"},
    {Rule::unknown_value, "unknown-value", kError, "only some values are known for this field"},
    {Rule::missing_field, "missing-field", kError, "the stage or trigger fails, or never fires, without this field"},
    {Rule::unknown_field, "unknown-field", kWarning,
     "a misspelt field is stored and never read; what it was to say does not happen"},
    {Rule::deprecated_field, "deprecated-field", kWarning,
     "Spinnaker does not read this field any more, or changes it by itself"},
    {Rule::deprecated_type, "deprecated-type", kWarning, "Spinnaker does not want this type to be written any more"},
    {Rule::missing_ref_id, "missing-ref-id", kError, "stages without refId all start at once"},
    {Rule::bad_ref_id, "bad-ref-id", kError, "a refId that is no text stops the run with a cast error"},
    {Rule::duplicate_ref_id, "duplicate-ref-id", kError, "of two stages with one refId the wrong one is waited for"},
    {Rule::unknown_requisite, "unknown-requisite", kError,
     "a stage that requires only missing stages never starts, and the run never ends"},
    {Rule::requires_itself, "requires-itself", kError, "such a stage never starts, and the run never ends"},
    {Rule::stage_cycle, "stage-cycle", kError, "stages that wait for each other never start, and the run never ends"},
    {Rule::no_start_stage, "no-start-stage", kError, "a run without a first stage fails at once"},
    {Rule::unreachable_stage, "unreachable-stage", kError, "a stage behind one that never starts never starts either"},
    {Rule::missing_type, "missing-type", kError, "a stage or trigger without type means nothing to Orca and Echo"},
    {Rule::unknown_stage_type, "unknown-stage-type", kWarning,
     "Spinnaker itself has no such stage; a plugin may bring it"},
    {Rule::null_name, "null-name", kError, "a stage whose name is null stops the run with a null-pointer error"},
    {Rule::bake_output, "bake-output", kError, "a bake must produce exactly one artifact"},
    {Rule::bake_input, "bake-input", kError, "a bake without input artifacts has nothing to bake"},
    {Rule::deploy_manifest, "deploy-manifest", kError,
     "the stage fails when it finds no manifest where `source` says it is"},
    {Rule::traffic_management, "traffic-management", kError,
     "enabled without options is a null-pointer error when the pipeline is saved"},
    {Rule::deprecated_strategy, "deprecated-strategy", kWarning,
     "Front50 migrates `redblack` to `bluegreen`, which then shows as a change"},
    {Rule::missing_alias, "missing-alias", kError, "Orca has no stage runJobManifest; the alias names the one to run"},
    {Rule::wrapped_expression, "wrapped-expression", kWarning,
     "Orca wraps this expression in ${} itself; one that then fails skips the stage or fails the check"},
    {Rule::manifest_target, "manifest-target", kError, "the stage fails when it cannot tell which resource is meant"},
    {Rule::ignored_field, "ignored-field", kWarning, "Spinnaker does not look at this field, because of another one"},
    {Rule::null_override, "null-override", kError, "Rosco fails with a null-pointer error"},
    {Rule::bake_overrides, "bake-overrides", kWarning,
     "Rosco joins overrides by commas without escaping: Helm reads another value"},
    {Rule::bad_window, "bad-window", kError, "Orca fails when it looks for the next minute of such a window"},
    {Rule::canary_config, "canary-config", kError, "Kayenta refuses the analysis"},
    {Rule::unknown_notification_type, "unknown-notification-type", kWarning,
     "Echo itself has no such notification; a plugin may bring it"},
    {Rule::nameless_artifact, "nameless-artifact", kError,
     "an expected artifact needs an id or a displayName to be found by", kFixed},
    {Rule::duplicate_artifact_name, "duplicate-artifact-name", kError,
     "two artifacts of one list with one name would get one id", kFixed},
    {Rule::duplicate_artifact_id, "duplicate-artifact-id", kError,
     "Orca takes the first artifact of an id, whichever that is"},
    {Rule::empty_artifact_id, "empty-artifact-id", kError, "an empty id hides the inline artifact and is never found"},
    {Rule::artifact_matches_everything, "artifact-matches-everything", kWarning,
     "an expected artifact without matchArtifact takes any artifact that comes"},
    {Rule::artifact_account, "artifact-account", kError, "an inline manifest without an account cannot be fetched"},
    {Rule::missing_default_artifact, "missing-default-artifact", kError,
     "the run fails at its start when no artifact arrives"},
    {Rule::unresolved_artifact, "unresolved-artifact", kWarning,
     "Orca resolves only what the fired trigger lists, or what has a default or a prior artifact"},
    {Rule::unknown_artifact_type, "unknown-artifact-type", kWarning, "an artifact of a misspelt type never arrives"},
    {Rule::bad_regex, "bad-regex", kError,
     "Spinnaker compiles the text as a regular expression; one that is none matches nothing, or throws"},
    {Rule::unknown_artifact, "unknown-artifact", kError, "the stage fails when the artifact is not found", kFixed},
    {Rule::unknown_artifact_id, "unknown-artifact-id", kWarning,
     "an id of no expected artifact of this pipeline works only if the trigger brings it"},
    {Rule::ambiguous_artifact, "ambiguous-artifact", kError, "the name stands for two artifacts", kFixed},
    {Rule::artifact_not_upstream, "artifact-not-upstream", kError,
     "a stage sees artifacts of the stages before it and of the pipeline", kFixed},
    {Rule::too_many_stages, "too-many-stages", kError,
     "artifacts of so large a graph cannot be followed in bounded time", kFixed},
    {Rule::unknown_pipeline, "unknown-pipeline", kError, "the stage fails, or the trigger never fires", kFixed},
    {Rule::pipeline_cycle, "pipeline-cycle", kError,
     "pipelines that start each other run for ever; nothing in Spinnaker notices"},
    {Rule::disabled_pipeline, "disabled-pipeline", kWarning,
     "a pipeline that is disabled does not run, and the stage that starts it fails"},
    {Rule::pipeline_elsewhere, "pipeline-elsewhere", kError,
     "a Spinnaker starts, hears and reads only pipelines of its own target"},
    {Rule::unknown_account, "unknown-account", kError,
     "a stage, trigger or artifact of an account that Spinnaker does not have fails; validate --live asks"},
    {Rule::unknown_application, "unknown-application", kWarning,
     "Deck shows no pipelines of an application that is not there; validate --live asks"},
    {Rule::unknown_trigger_type, "unknown-trigger-type", kWarning,
     "Spinnaker itself has no such trigger; a plugin may bring it"},
    {Rule::trigger_off, "trigger-off", kWarning, "a trigger without `enabled` is switched off"},
    {Rule::duplicate_trigger_id, "duplicate-trigger-id", kError, "Echo cannot tell triggers of one id apart"},
    {Rule::bad_cron, "bad-cron", kError, "Echo only logs an expression that is not in Quartz form; it never fires"},
    {Rule::duplicate_parameter, "duplicate-parameter", kError, "of two parameters with one name only one counts"},
    {Rule::expression_syntax, "expression-syntax", kError,
     "Orca cannot read the expression, so it passes the whole text on as it is, ${ and all"},
    {Rule::unread_expression, "unread-expression", kWarning,
     "Orca tries every ${...}; a text with one that it cannot read stays as it is, other expressions included"},
    {Rule::unknown_function, "unknown-function", kError,
     "an expression that calls a function that Orca does not have is left as text"},
    {Rule::function_arguments, "function-arguments", kError,
     "a function that is called wrongly leaves the expression as text"},
    {Rule::blocked_expression, "blocked-expression", kError,
     "Orca refuses beans, reflection and most Java types, and leaves the expression as text"},
    {Rule::unknown_stage, "unknown-stage", kError,
     "an expression about a stage that the run does not have is left as text"},
    {Rule::stage_of_other_type, "stage-of-other-type", kError,
     "the function looks at stages of one type only and leaves the expression as text"},
    {Rule::stage_runs_later, "stage-runs-later", kError, "a stage that has not run has no results yet"},
    {Rule::stage_not_before, "stage-not-before", kWarning,
     "a stage that runs beside this one may not have its results yet"},
    {Rule::ambiguous_stage, "ambiguous-stage", kWarning, "of two stages with one name Orca takes the first"},
    {Rule::undeclared_parameter, "undeclared-parameter", kWarning,
     "a parameter that nobody declares is empty unless whoever starts the run passes it"},
    {Rule::needs_spel_v4, "needs-spel-v4", kWarning,
     "without `spelEvaluator: v4` Orca evaluates stages as soon as the run starts, and each stage at once"},
};

static_assert(std::size(kRules) == static_cast<std::size_t>(Rule::count));

}  // namespace

std::span<const RuleEntry> rules() { return kRules; }

const RuleEntry* find_rule(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kRules), std::end(kRules), [&](const RuleEntry& entry) { return entry.name == name; });
  return found == std::end(kRules) ? nullptr : found;
}

void report(Problems& problems, Rule rule, Path where, std::string message, std::string hint, Places::Part part) {
  const RuleEntry& entry = kRules[static_cast<std::size_t>(rule)];
  problems.push_back(
      {entry.severity, std::move(where), part, std::move(message), std::move(hint), std::string(entry.name)});
}

void report(Problems& problems, Rule rule, const Trail& where, std::string message, std::string hint,
            Places::Part part) {
  report(problems, rule, where.path(), std::move(message), std::move(hint), part);
}

void report_also(Problems& problems, std::string what, const Trail& where, Places::Part part) {
  problems.back().also.push_back({std::move(what), where.path(), part});
}

}  // namespace sailmaker::pipeline
