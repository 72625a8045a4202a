#include <iterator>
#include <string>
#include <vector>

#include "pipeline/same_name.h"
#include "pipeline/schema_kinds.h"

// Echo converts every field of every trigger to a Java type; one that cannot be converted makes it drop the whole
// pipeline.

namespace sailmaker::pipeline {

namespace {

constexpr Field kEnabled = Field("enabled", kBoolean, "Whether the trigger counts.").otherwise("false");

constexpr Field kTriggerFields[] = {
    Field("type", kAny, "What the trigger listens to."),
    kEnabled,
    Field("id", kText | kNull, "Sailmaker makes it; Echo makes another one of most of the other fields."),
    Field("description", kText | kNull, "Shown by Deck."),
    Field("runAsUser", kText | kNull, "The service account that runs; without it anonymous."),
    Field("expectedArtifactIds", kTexts | kNull,
          "Ids (in a template: displayNames) of expected artifacts: one must arrive for the trigger to fire, and the "
          "run needs all."),
    Field("payloadConstraints", kScalars | kNull,
          "Regular expressions that must be found in fields of the payload; one that is invalid is never found."),
    Field("attributeConstraints", kMap | kNull, "The same for attributes of messages and headers of requests."),
    Field("parameters", kMap | kNull, "Values for the pipeline's parameters."),
    Field("user", kText | kNull, "Who is shown as the one who started."),
    Field("propertyFile", kText | kNull, "A file of the build whose properties the run sees."),
    Field("rebake", kBoolean | kNull, "Bake images anew.").otherwise("false"),
    Field("dryRun", kBoolean | kNull, "Run without doing anything.").otherwise("false"),
};

// Not written by people, but converted all the same.
constexpr Field kEchoFields[] = {
    Field("application", kText | kNull, ""),
    Field("pipeline", kText | kNull, ""),
    Field("status", kTexts | kNull, ""),
    Field("correlationId", kText | kNull, ""),
    Field("executionId", kText | kNull, ""),
    Field("parentPipelineId", kText | kNull, ""),
    Field("parentPipelineApplication", kText | kNull, ""),
    Field("project", kText | kNull, ""),
    Field("slug", kText | kNull, ""),
    Field("source", kText | kNull, ""),
    Field("branch", kText | kNull, ""),
    Field("events", kTexts | kNull, ""),
    Field("master", kText | kNull, ""),
    Field("job", kText | kNull, ""),
    Field("cronExpression", kText | kNull, ""),
    Field("subscriptionName", kText | kNull, ""),
    Field("pubsubSystem", kText | kNull, ""),
    Field("account", kText | kNull, ""),
    Field("organization", kText | kNull, ""),
    Field("registry", kText | kNull, ""),
    Field("repository", kText | kNull, ""),
    Field("tag", kText | kNull, ""),
    Field("artifactorySearchName", kText | kNull, ""),
    Field("nexusSearchName", kText | kNull, ""),
    Field("pluginEventType", kText | kNull, ""),
    Field("pluginId", kText | kNull, ""),
    Field("provider", kText | kNull, ""),
    Field("version", kText | kNull, ""),
    Field("releaseDate", kText | kNull, ""),
    Field("requires", kText | kNull, ""),
    Field("parsedRequires", kMaps | kNull, ""),
    Field("binaryUrl", kText | kNull, ""),
    Field("sha512sum", kText | kNull, ""),
    Field("preferred", kBoolean | kNull, ""),
    Field("artifactName", kText | kNull, ""),
    Field("buildNumber", kInteger | kNull, ""),
    Field("hash", kText | kNull, ""),
    Field("buildInfo", kMap | kNull, ""),
    Field("properties", kMap | kNull, ""),
    Field("payload", kMap | kNull, ""),
    Field("secret", kText | kNull, ""),
    Field("digest", kText | kNull, ""),
    Field("action", kText | kNull, ""),
    Field("notifications", kMaps | kNull, ""),
    Field("artifacts", kMaps | kNull, ""),
    Field("eventId", kText | kNull, ""),
    Field("lastSuccessfulExecution", kMap | kNull, ""),
    Field("link", kText | kNull, ""),
    Field("linkText", kText | kNull, ""),
};

constexpr Field kArtifactory[] = {Field("artifactorySearchName", kText, "Igor's name of the search.").required()};
constexpr Field kBuild[] = {
    Field("master", kText, "Igor's name of the build server.").required(),
    Field("job", kText, "The job.").required(),
};
constexpr Field kConcourse[] = {
    Field("master", kText, "Igor's name of the Concourse server.").required(),
    Field("job", kText, "`team/pipeline/job`.").required(),
    Field("team", kText | kNull, "Written by Deck."),
    Field("project", kText | kNull, "Written by Deck."),
    Field("jobName", kText | kNull, "Written by Deck."),
};
constexpr Field kCron[] = {
    Field("cronExpression", kText,
          "Quartz form: second minute hour day-of-month month day-of-week [year], one of the "
          "days `?`. Read in Echo's time zone, America/Los_Angeles unless set.")
        .required(),
};
constexpr Field kGit[] = {
    Field("source", kText, "github, gitlab, bitbucket, stash.").required(),
    Field("project", kText, "The owner, group or project.").required(),
    Field("slug", kText, "The repository.").required(),
    Field("branch", kText | kNull, "A regular expression that the whole branch must match; any branch when empty."),
    Field("secret", kText | kNull, "Shared with the one who calls."),
    Field("events", kTexts | kNull, "Kinds of events; a push without it."),
};
constexpr Field kHelm[] = {
    Field("account", kText, "The account of the repository.").required(),
    Field("chart", kText | kNull, "Echo does not look at it."),
    Field("version", kText | kNull, "A range of versions, as npm writes it."),
};
constexpr Field kImage[] = {
    Field("account", kText, "The account of the registry.").required(),
    Field("repository", kText, "The repository.").required(),
    Field("registry", kText | kNull, "The registry's host."),
    Field("organization", kText | kNull, "The organization."),
    Field("tag", kText | kNull, "A regular expression for the whole tag; empty for any tag but `latest`."),
};
constexpr Field kNexus[] = {Field("nexusSearchName", kText, "Igor's name of the search.").required()};
constexpr Field kPipeline[] = {
    Field("application", kText, "The pipeline's application.").required(),
    Field("pipeline", kText, "The pipeline's id; in a template its name.").required(),
    Field("status", kTexts, "Which ends of it count; without it the trigger never fires.")
        .required()
        .one_of("successful failed canceled suspended"),
};
constexpr Field kPlugin[] = {
    Field("pluginEventType", kText | kNull, "The event of a plugin's release.").otherwise("\"PUBLISHED\""),
};
constexpr Field kPubsub[] = {
    Field("pubsubSystem", kText, "google, amazon.").required(),
    Field("subscriptionName", kText, "Echo's name of the subscription.").required(),
};
constexpr Field kWebhook[] = {
    Field("source", kText, "The last part of the URL: /webhooks/webhook/SOURCE.").required(),
};
constexpr Field kEvents[] = {
    Field("source", kText, "The last part of the URL: /webhooks/cdevents/SOURCE.").required(),
};

constexpr Shape kShapes[] = {
    {"artifactory", kArtifactory, "A new artifact in Artifactory."},
    {"cdevents", kEvents, "A CDEvents event."},
    {"concourse", kConcourse, "A Concourse build has ended."},
    {"cron", kCron, "A time."},
    {"docker", kImage, "A new image in a registry."},
    {"git", kGit, "A push to a repository."},
    {"gitlab-ci", kBuild, "A GitLab pipeline has ended."},
    {"helm", kHelm, "A new chart in a repository."},
    {"helm/oci", kImage, "A new chart in a registry."},
    {"jenkins", kBuild, "A Jenkins build has ended."},
    {"manual", {}, "A start by hand; needs no trigger."},
    {"nexus", kNexus, "A new artifact in Nexus."},
    {"pipeline", kPipeline, "Another pipeline has ended."},
    {"plugin", kPlugin, "A plugin has been released."},
    {"pubsub", kPubsub, "A message of a subscription."},
    {"travis", kBuild, "A Travis build has ended."},
    {"webhook", kWebhook, "A call from outside."},
};

}  // namespace

std::span<const Field> trigger_fields() { return kTriggerFields; }
std::span<const Field> echo_fields() { return kEchoFields; }
std::span<const Shape> trigger_shapes() { return kShapes; }

}  // namespace sailmaker::pipeline
