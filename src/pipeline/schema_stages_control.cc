#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kWait[] = {
    Field("waitTime", kNumeric | kSpel, "Seconds.").required().otherwise("0"),
    Field("skipWaitText", kSomeText, "What Deck asks before somebody skips the wait."),
    Field("skipRemainingWait", kFlag, "Ends the wait."),
};

constexpr Field kInputFields[] = {
    Field("value", kText | kNumber | kBoolean, "What can be chosen.").required(),
};
constexpr Shape kInput = {"this judgment input", kInputFields, ""};
constexpr Field kManualJudgment[] = {
    Field("instructions", kSomeText, "Shown to the one who decides; may hold HTML."),
    Field("judgmentInputs", kSomeMaps, "Answers to choose from; `#judgment` reads the choice.").of(kInput),
    Field("propagateAuthenticationContext", kFlag, "Go on with the rights of the one who decided.").otherwise("false"),
    Field("preventSelfApproval", kFlag, "Not by the one who started the run.").otherwise("false"),
    Field("selectedStageRoles", kSomeTexts, "Roles that may decide."),
    Field("requiredJudgmentRoles", kSomeTexts, "Roles that must decide."),
    Field("stopButtonLabel", kSomeText, "In place of Stop."),
    Field("continueButtonLabel", kSomeText, "In place of Continue."),
    Field("judgmentStatus", kAny, "Belongs to the run."),
};

constexpr Field kCheckPreconditions[] = {
    Field("preconditions", kMaps | kSpel, "What must hold; see Preconditions.").required(),
};

constexpr Field kPipeline[] = {
    Field("application", kText, "The pipeline's application.").required(),
    Field("pipeline", kText, "The pipeline's id; in a template its name.").required(),
    Field("pipelineParameters", kSomeMap, "Values for its parameters."),
    Field("waitForCompletion", kFlag, "Wait until it has ended.").otherwise("true"),
    Field("skipDownstreamOutput", kFlag, "Do not take its outputs over.").otherwise("false"),
    Field("failOnFailedChild", kAny, "Of plugins and old versions."),
};

constexpr Field kVariableFields[] = {
    Field("key", kText, "The variable's name.").required(),
    Field("value", kAny, "An expression, or any value; later ones may use earlier ones."),
    Field("description", kSomeText, "Shown by Deck."),
};
constexpr Shape kVariable = {"this variable", kVariableFields, ""};
constexpr Field kEvaluateVariables[] = {
    Field("variables", kMaps | kSpel, "The variables, in the order of their evaluation.").required().of(kVariable),
};

constexpr Field kWebhook[] = {
    Field("url", kText, "What to call.").required(),
    Field("method", kSomeText, "The HTTP method.")
        .one_of("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE")
        .otherwise("\"POST\""),
    Field("payload", kAny, "The body."),
    Field("customHeaders", kSomeMap, "Headers: text, or a list of text."),
    Field("waitForCompletion", kFlag, "Ask a status URL until it is done.").otherwise("false"),
    Field("statusUrlResolution", kSomeText, "Where the status URL comes from.")
        .one_of("getMethod locationHeader webhookResponse"),
    Field("statusUrlJsonPath", kSomeText, "webhookResponse: the path of the URL in the answer."),
    Field("statusJsonPath", kSomeText, "The path of the status in the answer."),
    Field("progressJsonPath", kSomeText, "The path of a progress message in the answer."),
    Field("successStatuses", kSomeText, "What counts as success, with commas between."),
    Field("canceledStatuses", kSomeText, "What counts as cancelled."),
    Field("terminalStatuses", kSomeText, "What counts as failed."),
    Field("failFastStatusCodes", kNumerics | kNull | kSpel, "HTTP codes that fail at once."),
    Field("retryStatusCodes", kNumerics | kNull | kSpel, "HTTP codes after which it is tried again."),
    Field("retries", kSomeMap, "How often to try again, by HTTP code."),
    Field("monitorOnly", kFlag, "Do not call, only ask for the status.").otherwise("false"),
    Field("statusEndpoint", kSomeText, "The status URL itself."),
    Field("waitBeforeMonitor", kSomeNumber, "Seconds before the first question."),
    Field("signalCancellation", kFlag, "Call `cancelEndpoint` when the run is cancelled.").otherwise("false"),
    Field("cancelEndpoint", kSomeText, "What is called then."),
    Field("cancelMethod", kSomeText, "Its HTTP method."),
    Field("cancelPayload", kAny, "Its body."),
    Field("parameterValues", kSomeMap, "Parameters of a preconfigured webhook."),
    Field("user", kSomeText, "Written by Deck."),
};

constexpr Field kWaitForCondition[] = {
    Field("status", kAny, "Belongs to the run."),
};
constexpr Field kWaitUntil[] = {
    Field("startTime", kSomeNumber, "Milliseconds since 1970 to wait for."),
};
constexpr Field kWindowStage[] = {
    Field("restrictedExecutionWindow", kMap | kNull, "The window to wait for; an own stage is made of the field."),
};

constexpr Shape kShapes[] = {
    {"checkPreconditions", kCheckPreconditions, "Goes on when all preconditions hold."},
    {"evaluateVariables", kEvaluateVariables, "Sets variables for later stages."},
    {"manualJudgment", kManualJudgment, "Waits until somebody says yes or no; three days without `stageTimeoutMs`."},
    {"noop", {}, "Does nothing."},
    {"pipeline", kPipeline, "Runs another pipeline."},
    {"restrictExecutionDuringTimeWindow", kWindowStage, "Waits for a window of time."},
    {"wait", kWait, "Waits for some seconds."},
    {"waitForCondition", kWaitForCondition, "Waits until the installation's conditions are met."},
    {"waitUntil", kWaitUntil, "Waits for a point in time."},
    {"webhook", kWebhook, "Calls a URL, and may ask for the outcome."},
};

}  // namespace

std::span<const Shape> control_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
