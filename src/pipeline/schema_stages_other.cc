#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kSavePipelines[] = {
    Field("pipelinesArtifactId", kSomeText, "The artifact that holds pipelines."),
    Field("pipelinesArtifact", kSomeMap, "Or an inline one.").of(kArtifactShape),
};

constexpr Field kDelivery[] = {
    Field("manifest", kSomeText, "The file's name in the repository."),
};

constexpr Field kEntityTags[] = {
    Field("entityRef", kSomeMap, "What is tagged."),
    Field("tags", kSomeMaps, "The tags."),
};

constexpr Field kCredentials = Field("credentials", kSomeText, "The cloud account.");
constexpr Field kRegion = Field("region", kSomeText, "Organization and space.");
constexpr Field kService = Field("serviceInstanceName", kText, "The service instance.").required();

constexpr Field kDeployService[] = {
    kCredentials,
    kRegion,
    Field("manifest", kSomeMap, "The service, direct or as an artifact."),
    Field("userProvided", kFlag, "A service that the user provides."),
    Field("serviceInstanceName", kSomeText, "The service instance."),
};
constexpr Field kDestroyService[] = {
    kCredentials,
    kRegion,
    kService,
    Field("removeBindings", kFlag, "Unbind it from everything first."),
};
constexpr Field kShareService[] = {
    kCredentials,
    kRegion,
    kService,
    Field("shareToRegions", kSomeTexts, "With whom."),
};
constexpr Field kUnshareService[] = {
    kCredentials,
    kService,
    Field("unshareFromRegions", kSomeTexts, "With whom no longer."),
};
constexpr Field kServiceKey[] = {
    kCredentials,
    kRegion,
    kService,
    Field("serviceKeyName", kText, "The key.").required(),
};
constexpr Field kBindings[] = {
    kCredentials,
    kRegion,
    Field("cluster", kSomeText, "The cluster."),
    Field("target", kSomeText, "Which server group of it."),
    Field("serviceBindingRequests", kSomeMaps, "The services to bind."),
    Field("serviceUnbindingRequests", kSomeMaps, "The services to unbind."),
    Field("restageRequired", kFlag, "Stage once more."),
    Field("restartRequired", kFlag, "Restart."),
};
constexpr Field kBakeManifest[] = {
    Field("outputName", kSomeText, "The name of the result."),
    Field("templateRenderer", kSomeText, "`CF`."),
};

constexpr Field kCloudrun[] = {
    Field("account", kText, "The account.").required(),
    Field("source", kText, "Where the manifest is.").required().one_of("text artifact"),
    Field("manifests", kList | kMap | kNull | kSpel, "The manifests, with `source: text`."),
    Field("manifestArtifactId", kSomeText, "The artifact that is the manifest."),
    Field("manifestArtifact", kSomeMap, "Or an inline one.").of(kArtifactShape),
    Field("manifestArtifactAccount", kSomeText, "The account that reads it."),
    Field("region", kSomeText, "The region."),
};
constexpr Field kUpsertBalancers[] = {
    Field("loadBalancers", kSomeMaps, "How the traffic is split."),
};
constexpr Field kAppEngineConfig[] = {
    Field("cronArtifact", kSomeMap, "cron.yaml."),
    Field("dispatchArtifact", kSomeMap, "dispatch.yaml."),
    Field("indexArtifact", kSomeMap, "index.yaml."),
    Field("queueArtifact", kSomeMap, "queue.yaml."),
};
constexpr Field kPreconfigured[] = {
    Field("parameters", kSomeMap, "Values for the installation's stage."),
};

constexpr Shape kShapes[] = {
    {"bakeCloudFoundryManifest", kBakeManifest, "Puts values into a Cloud Foundry manifest."},
    {"cloudFoundryCreateServiceBindings", kBindings, "Binds services to a server group."},
    {"cloudFoundryDeleteServiceBindings", kBindings, "Unbinds services from a server group."},
    {"createServiceKey", kServiceKey, "Makes a service key."},
    {"deleteServiceKey", kServiceKey, "Deletes a service key."},
    {"deployAppEngineConfiguration", kAppEngineConfig, "Deploys App Engine's files of settings."},
    {"deployCloudrunManifest", kCloudrun, "Deploys a Cloud Run service."},
    {"deployService", kDeployService, "Makes a Cloud Foundry service."},
    {"destroyService", kDestroyService, "Deletes a Cloud Foundry service."},
    {"importDeliveryConfig", kDelivery, "Reads a delivery config from the repository that started the run."},
    {"preconfiguredJob", kPreconfigured, "A job that the installation declares."},
    {"preconfiguredWebhook", kPreconfigured, "A webhook that the installation declares."},
    {"savePipelinesFromArtifact", kSavePipelines, "Saves pipelines that an artifact holds."},
    {"shareService", kShareService, "Shares a Cloud Foundry service."},
    {"unshareService", kUnshareService, "Stops sharing a Cloud Foundry service."},
    {"upsertCloudrunLoadBalancers", kUpsertBalancers, "Splits the traffic of Cloud Run revisions."},
    {"upsertAppEngineLoadBalancers", kUpsertBalancers, "Splits the traffic of App Engine versions."},
    {"upsertEntityTags", kEntityTags, "Tags a cluster, server group or other thing."},
};

}  // namespace

std::span<const Shape> other_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
