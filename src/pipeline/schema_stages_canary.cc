#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kScopeFields[] = {
    Field("scopeName", kSomeText, "The name that the configuration's queries use.").otherwise("\"default\""),
    Field("controlScope", kSomeText, "The old version."),
    Field("controlLocation", kSomeText, "Where it runs."),
    Field("experimentScope", kSomeText, "The new version."),
    Field("experimentLocation", kSomeText, "Where it runs."),
    Field("startTimeIso", kSomeText, "When to begin, with a retrospective analysis."),
    Field("endTimeIso", kSomeText, "When to end."),
    Field("step", kSomeNumber, "Seconds between two points.").otherwise("60"),
    Field("extendedScopeParams", kSomeMap, "More for the queries."),
};
constexpr Shape kScope = {"this scope", kScopeFields, ""};

constexpr Field kThresholdFields[] = {
    Field("pass", kNumeric | kSpel | kNull, "A score of this or more is good.").otherwise("75"),
    Field("marginal", kNumeric | kSpel | kNull, "A score of less fails at once.").otherwise("50"),
};
constexpr Shape kThresholds = {"scoreThresholds", kThresholdFields, ""};

constexpr Field kConfigFields[] = {
    Field("canaryConfigId", kSomeText, "Kayenta's id of the configuration."),
    Field("canaryConfigName", kSomeText, "Or its name."),
    Field("metricsAccountName", kSomeText, "The account to read metrics with."),
    Field("configurationAccountName", kSomeText, "The account that keeps configurations."),
    Field("storageAccountName", kSomeText, "The account that keeps results."),
    Field("scopes", kMaps | kSpel, "What is compared; at least one.").required().of(kScope),
    Field("scoreThresholds", kSomeMap, "What counts as good.").of(kThresholds),
    Field("lifetimeDuration", kSomeText, "How long, as `PT1H30M`."),
    Field("lifetimeHours", kSomeNumber, "The same in hours.").deprecated("write `lifetimeDuration`"),
    Field("beginCanaryAnalysisAfterMins", kSomeNumber, "Minutes before the first analysis.").otherwise("0"),
    Field("canaryAnalysisIntervalMins", kSomeNumber, "Minutes between two analyses."),
    Field("lookbackMins", kSomeNumber, "How far an analysis looks back; all the way without it."),
    Field("baselineAnalysisOffsetInMins", kSomeNumber, "How much earlier the old version is looked at."),
    Field("siteLocal", kSomeMap, "Handed to the installation's own code."),
    Field("combinedCanaryResultStrategy", kSomeText, "Of old versions."),
};
constexpr Shape kConfig = {"canaryConfig", kConfigFields, ""};

constexpr Field kKayenta[] = {
    Field("canaryConfig", kMap | kSpel, "What is compared, and how.").required().of(kConfig),
    Field("analysisType", kSomeText, "Where the two versions come from.")
        .one_of("realTimeAutomatic realTime retrospective"),
    Field("deployments", kSomeMap, "With realTimeAutomatic: the server groups to make."),
};

constexpr Field kGremlin[] = {
    Field("gremlinApiKey", kText, "The key of the API.").required(),
    Field("gremlinCommandTemplateId", kText, "What to break.").required(),
    Field("gremlinTargetTemplateId", kText, "Whom.").required(),
};

constexpr Field kHealth[] = {
    Field("deploymentDetails", kAny, "Written by the deployment monitor."),
};

constexpr Field kCanary[] = {
    Field("canary", kSomeMap, "How the canary is judged."),
    Field("baseline", kSomeMap, "The old version."),
    Field("clusterPairs", kSomeMaps, "The server groups to compare."),
    Field("scaleUp", kSomeMap, "When the canary grows."),
};

constexpr Shape kShapes[] = {
    {"canary", kCanary, "The canary of Netflix's own analysis.", "use `kayentaCanary`"},
    {"evaluateDeploymentHealth", kHealth, "A step of a monitored deployment."},
    {"gremlin", kGremlin, "Runs a chaos experiment."},
    {"kayentaCanary", kKayenta, "Compares two versions by their metrics."},
};

}  // namespace

std::span<const Shape> canary_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
