#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "pipeline/problem.h"
#include "pipeline/trail.h"

namespace sailmaker::pipeline {

/// Everything that can be said of pipelines: by link(), validate(), check_across() and check_surroundings(). In the
/// order of rules().
enum class Rule : std::uint8_t {
  // the document
  not_a_map,
  not_json,
  key_not_text,
  too_deep,
  missing_name,
  bad_name,
  bad_application,
  bad_id,
  id_no_uuid,
  chosen_id,
  duplicate_name,
  duplicate_id,
  server_field,
  wrong_type,
  boolean_as_text,
  converted_value,
  unknown_value,
  missing_field,
  unknown_field,
  deprecated_field,
  deprecated_type,
  // the graph of stages
  missing_ref_id,
  bad_ref_id,
  duplicate_ref_id,
  unknown_requisite,
  requires_itself,
  stage_cycle,
  no_start_stage,
  unreachable_stage,
  // stages
  missing_type,
  unknown_stage_type,
  null_name,
  bake_output,
  bake_input,
  deploy_manifest,
  traffic_management,
  deprecated_strategy,
  missing_alias,
  wrapped_expression,
  manifest_target,
  ignored_field,
  null_override,
  bake_overrides,
  bad_window,
  canary_config,
  unknown_notification_type,
  // artifacts
  nameless_artifact,
  duplicate_artifact_name,
  duplicate_artifact_id,
  empty_artifact_id,
  artifact_matches_everything,
  artifact_account,
  missing_default_artifact,
  unresolved_artifact,
  unknown_artifact_type,
  bad_regex,
  unknown_artifact,
  unknown_artifact_id,
  ambiguous_artifact,
  artifact_not_upstream,
  too_many_stages,
  // other pipelines
  unknown_pipeline,
  pipeline_cycle,
  disabled_pipeline,
  pipeline_elsewhere,
  // what a running Spinnaker knows
  unknown_account,
  unknown_application,
  // triggers and parameters
  unknown_trigger_type,
  trigger_off,
  duplicate_trigger_id,
  bad_cron,
  duplicate_parameter,
  // expressions
  expression_syntax,
  unread_expression,
  unknown_function,
  function_arguments,
  blocked_expression,
  unknown_stage,
  stage_of_other_type,
  stage_runs_later,
  stage_not_before,
  ambiguous_stage,
  undeclared_parameter,
  needs_spel_v4,
  count,
};

/// A row of the table of rules.
struct RuleEntry {
  Rule rule;
  std::string_view name;  ///< stable, "missing-ref-id"
  Severity severity;
  std::string_view reason;  ///< what would happen without the rule, one line
  /// A fleet may allow exceptions; without, nothing could be made, linked or stored.
  bool can_be_allowed = true;
};

/// All rules; rules()[static_cast<std::size_t>(rule)] is the row of `rule`.
std::span<const RuleEntry> rules();

/// The row of the rule called `name`; nullptr when there is none.
const RuleEntry* find_rule(std::string_view name);

/// Adds a problem under a rule, with the rule's name and severity.
void report(Problems& problems, Rule rule, const Trail& where, std::string message, std::string hint = {},
            Places::Part part = Places::Part::value);
void report(Problems& problems, Rule rule, Path where, std::string message, std::string hint = {},
            Places::Part part = Places::Part::value);
/// Adds another place to the problem reported last: "the other one stands at".
void report_also(Problems& problems, std::string what, const Trail& where, Places::Part part = Places::Part::value);

}  // namespace sailmaker::pipeline
