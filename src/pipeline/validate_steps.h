#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/field_table.h"
#include "pipeline/rules.h"
#include "pipeline/schema.h"
#include "value/value.h"

namespace sailmaker::pipeline {

// The steps of validate(). Each adds its problems; none relies on another one having been content.

/// What JSON cannot hold: keys that are no text, numbers that are none, too deep nesting. False when the document is so
/// deep that nobody should go through it any more.
bool check_json(const Value& document, Problems& problems);

/// How a place reads "true" in quotes: Front50 and Echo convert it, Orca does not.
enum class Quoted : std::uint8_t { converted, refused };

/// What the fields of a map are checked against.
struct FieldCheck {
  const FieldTable& fields;
  Quoted booleans = Quoted::refused;
  /// Names the map in messages, "stage 'Deploy'"; called only when there is something to say.
  std::string (*describe)(const Value& map) = nullptr;
};
void check_fields(const Value& map, const FieldCheck& check, const Trail& at, Problems& problems);

void check_head(const Value& pipeline, Problems& problems);         ///< names, ids, server-owned fields, parameters
void check_stage_graph(const Value& pipeline, Problems& problems);  ///< refIds and what requires what
void check_stages(const Value& pipeline, Problems& problems);       ///< each stage by its type
void check_triggers(const Value& pipeline, Problems& problems);
void check_expressions(const Value& pipeline, Problems& problems);  ///< what stands in ${ }
void check_artifacts(const Value& pipeline, Problems& problems);    ///< expected artifacts and references to them

/// The rules of single stage types that a table cannot say.
void check_bake(const Value& stage, const Trail& at, Problems& problems);
void check_deploy(const Value& stage, const Trail& at, Problems& problems);
void check_run_job(const Value& stage, const Trail& at, Problems& problems);
void check_preconditions(const Value& stage, const Trail& at, Problems& problems);
/// The `expression` of `map`, which Orca wraps in ${} itself.
void check_bare_expression(const Value& map, const Trail& at, Problems& problems);

/// Sentence about a cron expression in Quartz form: why it never fires; empty when it does.
std::string cron_problem(std::string_view expression);

}  // namespace sailmaker::pipeline
