#include "pipeline/schema_kinds.h"

// Notifications and preconditions.

namespace sailmaker::pipeline {

namespace {

constexpr Field kNotificationFields[] = {
    Field("type", kText, "How the news is sent.").required(),
    Field("address", kSomeText, "To whom: an address, a channel, a number, a URL."),
    Field("cc", kSomeText, "To whom else."),
    Field("level", kSomeText, "What it stands in.").one_of("pipeline stage application"),
    Field("when", kSomeTexts, "At which events.")
        .one_of("pipeline.starting pipeline.complete pipeline.failed stage.starting stage.complete stage.failed "
                "manualJudgment manualJudgmentContinue manualJudgmentStop"),
    Field("message", kSomeMap, "For each event `{text: ...}`, sent in addition."),
    Field("customMessage", kSomeText, "Sent in addition."),
    Field("customSubject", kSomeText, "In place of the subject."),
    Field("customBody", kSomeText, "In place of the body."),
    Field("publisherName", kSomeText, "Echo's name of the publisher, for pubsub."),
    Field("cdEventsType", kSomeText, "The event, for cdevents."),
    Field("useInteractiveBot", kFlag, "Slack: with buttons."),
    Field("interactive", kAny, "Slack: with buttons."),
};

constexpr Field kAddress[] = {Field("address", kText, "To whom.").required()};
constexpr Field kPublisher[] = {Field("publisherName", kText, "Echo's name of the publisher.").required()};

constexpr Shape kNotifications[] = {
    {"cdevents", {}, "A CDEvents event."},
    {"email", kAddress, "A mail."},
    {"githubStatus", {}, "A commit status in GitHub."},
    {"googlechat", kAddress, "A message in Google Chat."},
    {"microsoftteams", kAddress, "A message in Microsoft Teams."},
    {"pubsub", kPublisher, "A message to a topic."},
    {"slack", kAddress, "A message in Slack."},
    {"sms", kAddress, "A text message."},
};

constexpr Field kPreconditionFields[] = {
    Field("type", kText, "What is checked.").required().one_of("expression stageStatus clusterSize noop"),
    Field("failPipeline", kFlag,
          "The run fails when it does not hold; false: the stage waits no longer and fails "
          "alone.")
        .otherwise("true"),
    Field("context", kMap | kNull | kSpel, "What the kind below needs."),
};

constexpr Field kExpression[] = {
    Field("expression", kText | kBoolean, "Without `${}`, which Orca adds.").required(),
    Field("failureMessage", kSomeText, "Said when it does not hold."),
};
constexpr Field kStageStatus[] = {
    Field("stageName", kText, "A stage's name.").required(),
    Field("stageStatus", kText, "The status that it must have.").required(),
    Field("failureMessage", kSomeText, "Said when it does not hold."),
};
constexpr Field kClusterSize[] = {
    Field("cluster", kSomeText, "The cluster."),
    Field("moniker", kSomeMap, "Application, cluster, stack and detail.").of(kMonikerShape),
    Field("comparison", kSomeText, "How the size is compared.").one_of("< <= == >= >"),
    Field("expected", kSomeNumber, "With what."),
    Field("credentials", kSomeText, "The cloud account."),
    Field("regions", kSomeTexts, "The regions."),
    Field("onlyEnabledServerGroups", kFlag, "Count server groups with traffic only."),
    Field("failureMessage", kSomeText, "Said when it does not hold."),
};

constexpr Shape kPreconditions[] = {
    {"clusterSize", kClusterSize, "The number of server groups of a cluster."},
    {"expression", kExpression, "An expression is true."},
    {"noop", {}, "Always holds."},
    {"stageStatus", kStageStatus, "A stage of the run has a status."},
};

}  // namespace

std::span<const Field> notification_fields() { return kNotificationFields; }
std::span<const Field> precondition_fields() { return kPreconditionFields; }
std::span<const Shape> notification_shapes() { return kNotifications; }
std::span<const Shape> precondition_shapes() { return kPreconditions; }

}  // namespace sailmaker::pipeline
