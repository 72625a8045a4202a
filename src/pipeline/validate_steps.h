#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document_scan.h"
#include "pipeline/field_table.h"
#include "pipeline/rules.h"
#include "pipeline/schema.h"
#include "pipeline/stage_graph.h"
#include "value/value.h"

namespace sailmaker::pipeline {

// The steps of validate(). Each adds its problems; none relies on another one having been content.

/// What JSON cannot hold: keys that are no text, numbers that are none, too deep nesting. False when the document is so
/// deep that nobody should go through it any more. Finds the texts with expressions on the way.
bool check_json(const Value& document, SpelTexts& texts, Problems& problems);

/// How a place reads "true" in quotes: Front50 and Echo convert it, Orca does not.
enum class Quoted : std::uint8_t { converted, refused };

/// What is said of fields that no table holds: plugins add some, so only of what looks like a slip.
enum class Unknown : std::uint8_t { ignored, near_misses };

/// What the fields of a map are checked against.
struct FieldCheck {
  const FieldTable& fields;
  std::string_view called;  ///< what messages call the map, "this moniker"
  Unknown unknown = Unknown::near_misses;
  Quoted booleans = Quoted::refused;
  /// Names the map in messages where one name does not fit all, "stage 'Deploy'"; called only when there is something
  /// to say.
  std::string (*describe)(const Value& map) = nullptr;
};
/// The map's fields, and those of maps inside that the table knows. `seen` notes the map's own.
void check_fields(const Value& map, const FieldCheck& check, const Trail& at, Problems& problems, Seen* seen = nullptr);

/// What later steps ask of a stage; nullptr for what it does not have, or is no map to have.
struct StageNotes {
  StageGraph::Links links;
  const Value* type;
  const Value* stage_enabled;
  const Value* preconditions;
};

/// Names, ids, server-owned fields, parameters. Tells what the pipeline itself has, for the steps that follow.
Seen check_head(const Value& pipeline, Problems& problems);
void check_triggers(const Seen& pipeline, Problems& problems);
/// Each stage by its type. A row for each item of the list.
std::vector<StageNotes> check_stages(const Seen& pipeline, Problems& problems);
/// refIds and what requires what.
void check_stage_graph(const Seen& pipeline, std::span<const StageNotes> stages, Problems& problems);
void check_artifacts(const Seen& pipeline, Problems& problems);  ///< expected artifacts and references to them
/// What stands in ${ }: in `texts`, which are those of the pipeline, and where Orca itself puts the ${ } around.
void check_expressions(const Value& pipeline, std::span<const StageNotes> stages, const SpelTexts& texts,
                       Problems& problems);

/// A stage that has a type, and what was noted of it.
struct StageAt {
  const Value& stage;
  const Seen& seen;
  const Trail& at;
  const Value* operator[](Noted field) const { return seen[field]; }
};
/// The rules of single stage types that a table cannot say. `fields` is the table of the stage's type.
void check_by_type(const StageAt& stage, const FieldTable& fields, Problems& problems);
void check_bake(const StageAt& stage, Problems& problems);
void check_deploy(const StageAt& stage, Problems& problems);
void check_patch(const StageAt& stage, Problems& problems);
void check_run_job(const StageAt& stage, Problems& problems);
void check_preconditions(const StageAt& stage, Problems& problems);
void check_canary(const Value& stage, const Trail& at, Problems& problems);
/// Which resource a Kubernetes stage of this type works on.
void check_manifest_target(const Value& stage, std::string_view type, const Trail& at, Problems& problems);

/// What all stages have in common and a table cannot say: windows, notifications, what happens after a failure.
void check_common(const Seen& stage, const Trail& at, Problems& problems);
/// The `notifications` of a pipeline or a stage.
void check_notifications(const Seen& owner, const Trail& at, Problems& problems);
/// The `expression` of `map`, which Orca wraps in ${} itself.
void check_bare_expression(const Value& map, const Trail& at, Problems& problems);
/// A text that Spinnaker compiles as a regular expression. Nothing is said of what holds an expression, or is no text.
void check_regex(const Value* regex, std::string_view field, const Trail& at, Problems& problems);

}  // namespace sailmaker::pipeline
