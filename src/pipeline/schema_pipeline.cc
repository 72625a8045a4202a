#include "pipeline/schema_kinds.h"

// Top-level fields and parameters.

namespace sailmaker::pipeline {

namespace {

constexpr Field kOptionFields[] = {
    Field("value", kText | kNumber | kBoolean, "One of the values to choose from; may be empty."),
};
constexpr Shape kOption = {"this option", kOptionFields, ""};

constexpr Field kConditionFields[] = {
    Field("parameter", kText, "The other parameter.").required(),
    Field("comparator", kText, "How the two are compared.").required().one_of("> < >= <= = !="),
    Field("comparatorValue", kText | kNumber | kBoolean, "What the other parameter is compared with."),
};
constexpr Shape kCondition = {"this condition", kConditionFields, ""};

constexpr Field kParameterFields[] = {
    Field("name", kText, "The key below `parameters`; a word that an expression can hold.").required(),
    Field("label", kText | kNull, "What Deck shows in place of the name."),
    Field("description", kText | kNull, "Shown beside the field."),
    Field("default", kAny, "Taken when a run gives no value."),
    Field("required", kBoolean | kNull, "Asked for by Gate's direct start and by Deck; neither Echo nor Orca ask.")
        .otherwise("false"),
    Field("pinned", kBoolean | kNull, "Always visible in a list of runs.").otherwise("false"),
    Field("hasOptions", kBoolean | kNull, "Deck offers `options`; nothing else holds to them.").otherwise("false"),
    Field("options", kMaps | kNull, "The values to choose from.").of(kOption),
    Field("constraint", kText | kNull, "`date` makes Deck show a calendar.").one_of("date"),
    Field("conditional", kBoolean | kNull, "Deck shows the parameter only when `condition` holds.").otherwise("false"),
    Field("condition", kMap | kNull, "When the parameter is shown.").of(kCondition),
    Field("inherited", kAny, "Written by pipeline templates."),
};

constexpr Field kLockedFields[] = {
    Field("ui", kBoolean | kNull, "Deck does not let people edit the pipeline.").otherwise("false"),
    Field("allowUnlockUi", kBoolean | kNull, "Deck offers a button to unlock it.").otherwise("false"),
    Field("description", kText | kNull, "The reason that Deck shows."),
};
constexpr Shape kLocked = {"this lock", kLockedFields, ""};

constexpr Field kTemplateFields[] = {
    Field("artifactAccount", kText | kNull, "`front50ArtifactCredentials`."),
    Field("type", kText | kNull, "`front50/pipelineTemplate`."),
    Field("reference", kText | kNull, "`spinnaker://ID`."),
    Field("source", kText | kNull, "Where the template was read from.")
        .deprecated("since 2019: write `type`, `reference` and `artifactAccount`"),
};
constexpr Shape kTemplate = {"this template", kTemplateFields, ""};

constexpr Field kAlertFields[] = {
    Field("type", kText | kNull, "`warning` or another kind that Deck can draw."),
    Field("message", kText | kNull, "What is said before somebody starts the pipeline by hand."),
};
constexpr Shape kAlert = {"this alert", kAlertFields, ""};

// Null is left out for `triggers` (Front50 turns it into a list that is none, which fails later), and for names and
// ids, which have rules of their own. Orca takes some keys out of the run's map and fails when they hold null.
constexpr Field kPipelineFields[] = {
    Field("name", kText | kExact, "Unique in its application, whatever the case; at most 255 characters."),
    Field("application", kText | kExact, "The application, in one spelling everywhere."),
    Field("id", kText | kExact, "A lower-case UUID that never changes. Sailmaker makes it."),
    Field("type", kText | kNull, "`templatedPipeline` for Spinnaker's own templates.").one_of("templatedPipeline"),
    Field("schema", kText | kNull, "`v2` for Spinnaker's own templates, else `1`.").otherwise("\"1\""),
    Field("config", kAny, "Of templated pipelines of version 1."),
    Field("template", kMap | kNull, "Of templated pipelines of version 2.").of(kTemplate),
    Field("variables", kAny, "Of templated pipelines."),
    Field("exclude", kAny, "Of templated pipelines."),
    Field("description", kText | kNull, "Shown by Deck."),
    Field("index", kInteger | kNull,
          "The place among the application's pipelines. People change it in Deck, so leave "
          "it out."),
    Field("disabled", kBoolean | kNull, "A disabled pipeline does not run, whoever starts it.").otherwise("false"),
    Field("limitConcurrent", kBoolean | kNull, "One run at a time. Deck writes true for new pipelines.")
        .otherwise("false"),
    Field("maxConcurrentExecutions", kInteger | kNull,
          "How many runs at a time where `limitConcurrent` is false; 0 for "
          "any number.")
        .otherwise("0"),
    Field("keepWaitingPipelines", kBoolean | kNull, "Keep all runs that wait for their turn, not only the newest.")
        .otherwise("false"),
    Field("parameterConfig", kMaps | kNull, "What somebody who starts the pipeline is asked for."),
    Field("triggers", kMaps, "What starts the pipeline."),
    Field("stages", kMaps | kNull, "What the pipeline does."),
    Field("notifications", kMaps | kNull, "Who is told about runs."),
    Field("expectedArtifacts", kMaps | kNull, "The artifacts that a run begins with."),
    Field("spelEvaluator", kText | kNull, "v3 evaluates stages when the run begins; Deck writes v4 for new pipelines.")
        .one_of("v3 v4")
        .otherwise("\"v3\""),
    Field("roles", kTexts | kNull, "With managed service accounts: the roles of the account that runs."),
    Field("serviceAccount", kText | kNull, "The managed account to use in place of a made one."),
    Field("locked", kMap | kNull, "Only Deck looks at it.").of(kLocked),
    Field("tags", kMaps | kNull, "Shown by Deck."),
    Field("manualStartAlert", kMap | kNull, "Shown by Deck before a start by hand.").of(kAlert),
    Field("respectQuietPeriod", kBoolean | kNull, "Echo drops its triggers in the quiet period.").otherwise("false"),
    Field("executionEngine", kText | kNull, "Kept, without effect.").deprecated("leave it out: Orca has one engine"),
    Field("email", kText | kNull, "Kept, without effect."),
    Field("stageCounter", kInteger | kNull, "Kept, without effect."),
    Field("constraints", kMap | kNull, "Kept, without effect."),
    Field("payloadConstraints", kMap | kNull, "Kept, without effect."),
    Field("parallel", kBoolean | kNull, "Kept, without effect."),
    Field("strategy", kBoolean | kNull, "Deck keeps the document as a deployment strategy."),
    Field("source", kAny, "Who imported the pipeline."),
    Field("appConfig", kAny, "Carried to the run."),
    Field("entityTags", kAny, "Shown by Deck."),
    Field("migrationStatus", kAny, "Shown by Deck."),
    Field("origin", kText, "Shown in the run."),
    Field("startTimeExpiry", kText, "Milliseconds since 1970, as text: a run is not begun later."),
    Field("executionId", kText, "Belongs to a run."),
    Field("sailmaker", kMap, "Sailmaker's mark."),
};

}  // namespace

std::span<const Field> pipeline_fields() { return kPipelineFields; }

const Shape& parameter_shape() {
  static constexpr Shape shape = {"this parameter", kParameterFields, ""};
  return shape;
}

}  // namespace sailmaker::pipeline
