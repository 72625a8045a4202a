#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "pipeline/field_table.h"
#include "pipeline/name_index.h"
#include "pipeline/schema.h"

namespace sailmaker::pipeline {

namespace {

// Orca's own stages by the names it registers them under, its aliases, and those that Deck writes with an alias.
// Sorted.
constexpr std::string_view kStageTypes =
    "Aws.LambdaDeleteStage Aws.LambdaDeploymentStage Aws.LambdaInvokeStage Aws.LambdaTrafficRoutingStage "
    "Aws.LambdaUpdateCodeStage acaTask applySourceServerGroupCapacity associateElasticIp awsCodeBuild bake "
    "bakeCloudFoundryManifest bakeManifest bulkDestroyServerGroup bulkQuickPatch bulkUpsertEntityTags canary "
    "canaryDestroyCluster canaryDisableCluster captureSourceServerGroupCapacity checkPreconditions "
    "cleanupCanaryClusters cloneServerGroup cloudFoundryCreateServiceBindings "
    "cloudFoundryDeleteServiceBindings cloudOperation clouddriverClearAltTablespace concourse "
    "copyAmazonLoadBalancer copyLastAsg copySecurityGroup createApplication createPipelineTemplate "
    "createServerGroup createServiceKey createV2PipelineTemplate deleteAmazonLoadBalancer deleteApplication "
    "deleteDeliveryConfig deleteEntityTags deleteImage deleteLaunchConfiguration deleteLaunchTemplate "
    "deleteLoadBalancer deleteManifest deletePipeline deletePipelineTemplate deleteProject "
    "deleteScalingPolicy deleteSecurityGroup deleteServiceKey deleteSnapshot "
    "deleteTencentCloudScheduledAction deleteV2PipelineTemplate dependsOnExecution deploy "
    "deployAppEngineConfiguration deployCanary deployCanaryServerGroups deployCloudFormation "
    "deployCloudrunManifest deployManifest deployService deregisterInstancesFromLoadBalancer destroyAsg "
    "destroyJob destroyServerGroup destroyService detachInstances determineTargetReference "
    "determineTargetServerGroup disableAsg disableCluster disableInstancesInDiscovery disableManifest "
    "disableServerGroup disassociateElasticIp enableAsg enableInstancesInDiscovery enableManifest "
    "enableServerGroup evaluateArtifacts evaluateDeploymentHealth evaluateVariables "
    "findArtifactFromExecution findArtifactsFromResource findImage findImageFromTags getProperties "
    "googleCloudBuild gremlin importDeliveryConfig jenkins jira kayentaCanary lambdaDelete lambdaDeployment "
    "lambdaFunction lambdaInvoke lambdaTrafficRouting lambdaUpdateCode loadPluginRelease manualJudgment "
    "mapLoadBalancers modifyAsg modifyAsgLaunchConfiguration modifyAwsScalingProcess "
    "modifyGceAutoscalingPolicy modifyScalingGroup modifyScalingProcess modifyWarmPool monitorCanary "
    "monitorPipeline noop notifyDeployCompleted notifyDeployStarting pageApplicationOwner patchManifest "
    "pauseRolloutManifest pinServerGroup pipeline preconfiguredJob preconfiguredWebhook "
    "publishDeliveryConfig quickPatch rebootInstances registerInstancesWithLoadBalancer reorderPipelines "
    "resizeServerGroup restoreSnapshot restrictExecutionDuringTimeWindow resumeRolloutManifest "
    "rollbackCluster rollbackServerGroup rollingPush rollingRestartManifest runCanary runCanaryIntervals "
    "runJob runJobManifest runMultiplePipelines savePipeline savePipelinesFromArtifact saveSnapshot "
    "scaleDownCluster scaleManifest script serverGroupForceCacheRefresh setPreferredPluginRelease "
    "setStatefulDisk shareService shrinkCluster startAppEngineServerGroup statefullyUpdateBootImage "
    "stopAppEngineServerGroup terminateInstanceAndDecrementAsg terminateInstanceAndDecrementServerGroup "
    "terminateInstances travis undoRolloutManifest unmapLoadBalancers unshareService updateApplication "
    "updateJobProcesses updateLaunchConfig updateLaunchTemplate updatePipeline updatePipelineTemplate "
    "updateSecurityGroupsForServerGroup updateV2PipelineTemplate upsertAmazonDNS upsertAmazonLoadBalancer "
    "upsertAppEngineLoadBalancers upsertApplication upsertAsgScheduledActions upsertAsgTags "
    "upsertCloudrunLoadBalancers upsertDeliveryConfig upsertDisruptionBudget upsertEntityTags "
    "upsertImageTags upsertLoadBalancer upsertLoadBalancers upsertPluginInfo upsertProject "
    "upsertScalingPolicy upsertSecurityGroup upsertServerGroupTags upsertTencentCloudScheduledActions wait "
    "waitForCondition waitUntil webhook ";

constexpr std::uint16_t kFlag = kBoolean | kNull | kSpel;
constexpr std::uint16_t kOptionalText = kText | kNull;
constexpr std::uint16_t kOptionalMap = kMap | kNull | kSpel;
constexpr std::uint16_t kOptionalMaps = kMaps | kNull | kSpel;

constexpr Field kOnAccount[] = {{"account", kText, Need::required}, {"cloudProvider", kText, Need::required}};

constexpr Field kBakeManifest[] = {
    {"templateRenderer", kText, Need::required, "HELM2 HELM3 HELMFILE KUSTOMIZE KUSTOMIZE4"},
    {"inputArtifacts", kOptionalMaps},
    {"inputArtifact", kOptionalMap},
    {"outputName", kOptionalText},
    {"namespace", kOptionalText},
    {"overrides", kOptionalMap},
    {"evaluateOverrideExpressions", kFlag},
    {"rawOverrides", kFlag},
    {"includeCRDs", kFlag},
    {"apiVersions", kOptionalText},
    {"kubeVersion", kOptionalText},
    {"helmChartFilePath", kOptionalText},
    {"kustomizeFilePath", kOptionalText},
    {"helmfileFilePath", kOptionalText},
    {"environment", kOptionalText},
};

constexpr Field kDeployManifest[] = {
    {"account", kText, Need::required},
    {"cloudProvider", kText, Need::required},
    {"source", kText, Need::required, "text artifact"},
    {"moniker", kMap | kSpel, Need::required},
    {"manifests", kList | kNull | kSpel},
    {"manifestArtifactId", kOptionalText},
    {"manifestArtifact", kOptionalMap},
    {"manifestArtifactAccount", kOptionalText},
    {"namespaceOverride", kOptionalText},
    {"requiredArtifactIds", kTexts | kNull | kSpel},
    {"requiredArtifacts", kOptionalMaps},
    {"enableArtifactBinding", kFlag},
    {"trafficManagement", kOptionalMap},
    {"labelSelectors", kOptionalMap},
    {"allowNothingSelected", kFlag},
    {"skipSpecTemplateLabels", kFlag},
    {"stableManifestTimeoutMinutes", kNumeric | kNull | kSpel},
    {"noOutput", kFlag},
};

constexpr Field kPatchManifest[] = {
    {"account", kText, Need::required},
    {"cloudProvider", kText, Need::required},
    {"manifestArtifactId", kOptionalText},
    {"manifestArtifact", kOptionalMap},
    {"requiredArtifactIds", kTexts | kNull | kSpel},
    {"options", kOptionalMap},
};

constexpr Field kScaleManifest[] = {
    {"account", kText, Need::required},
    {"cloudProvider", kText, Need::required},
    {"replicas", kNumeric | kSpel, Need::required},
};

constexpr Field kFindArtifactsFromResource[] = {
    {"account", kText, Need::required},
    {"cloudProvider", kText, Need::required},
    {"manifestName", kText, Need::required},
    {"location", kText, Need::required},
};

constexpr Field kRunJobManifest[] = {
    {"account", kText, Need::required},
    {"credentials", kText, Need::required},
    {"application", kText, Need::required},
    {"cloudProvider", kText, Need::required},
    {"source", kOptionalText, Need::optional, "text artifact"},
    {"manifest", kOptionalMap},
    {"manifestArtifactId", kOptionalText},
    {"manifestArtifact", kOptionalMap},
    {"requiredArtifactIds", kTexts | kNull | kSpel},
    {"consumeArtifactSource", kOptionalText, Need::optional, "none propertyFile artifact"},
    {"propertyFile", kOptionalText},
    {"consumeArtifactId", kOptionalText},
    {"consumeArtifact", kOptionalMap},
};

constexpr Field kWait[] = {{"waitTime", kNumeric | kSpel, Need::required}, {"skipWaitText", kOptionalText}};

constexpr Field kManualJudgment[] = {
    {"instructions", kOptionalText},
    {"judgmentInputs", kOptionalMaps},
    {"propagateAuthenticationContext", kFlag},
    {"selectedStageRoles", kTexts | kNull | kSpel},
    {"requiredJudgmentRoles", kTexts | kNull | kSpel},
};

constexpr Field kCheckPreconditions[] = {{"preconditions", kMaps | kSpel, Need::required}};

constexpr Field kPipeline[] = {
    {"application", kText, Need::required},
    {"pipeline", kText, Need::required},
    {"pipelineParameters", kOptionalMap},
    {"skipDownstreamOutput", kFlag},
};

constexpr Field kEvaluateVariables[] = {{"variables", kMaps | kSpel, Need::required}};

constexpr Field kWebhook[] = {
    {"url", kText, Need::required},
    {"method", kOptionalText},
    {"customHeaders", kOptionalMap},
    {"statusUrlResolution", kOptionalText, Need::optional, "getMethod locationHeader webhookResponse"},
};

constexpr Field kJenkins[] = {
    {"master", kText, Need::required}, {"job", kText, Need::required},      {"parameters", kOptionalMap},
    {"propertyFile", kOptionalText},   {"markUnstableAsSuccessful", kFlag},
};

constexpr Field kFindArtifactFromExecution[] = {
    {"application", kText, Need::required},
    {"pipeline", kText, Need::required},
    {"executionOptions", kOptionalMap},
};

constexpr Field kEvaluateArtifacts[] = {{"artifactContents", kMaps | kSpel, Need::required}};

constexpr Field kKayentaCanary[] = {{"canaryConfig", kMap | kSpel, Need::required}};

constexpr Shape kShapes[] = {
    {"bakeManifest", kBakeManifest},
    {"checkPreconditions", kCheckPreconditions},
    {"deleteManifest", kOnAccount},
    {"deployManifest", kDeployManifest},
    {"disableManifest", kOnAccount},
    {"enableManifest", kOnAccount},
    {"evaluateArtifacts", kEvaluateArtifacts},
    {"evaluateVariables", kEvaluateVariables},
    {"findArtifactFromExecution", kFindArtifactFromExecution},
    {"findArtifactsFromResource", kFindArtifactsFromResource},
    {"jenkins", kJenkins},
    {"kayentaCanary", kKayentaCanary},
    {"manualJudgment", kManualJudgment},
    {"patchManifest", kPatchManifest},
    {"pauseRolloutManifest", kOnAccount},
    {"pipeline", kPipeline},
    {"resumeRolloutManifest", kOnAccount},
    {"rollingRestartManifest", kOnAccount},
    {"runJobManifest", kRunJobManifest},
    {"scaleManifest", kScaleManifest},
    {"undoRolloutManifest", kOnAccount},
    {"wait", kWait},
    {"webhook", kWebhook},
};

// The shapes with what all stages have in common.
class StageTables {
 public:
  StageTables() {
    tables_.reserve(std::size(kShapes));
    for (const Shape& shape : kShapes) {
      tables_.emplace_back(shape.fields, stage_fields());
      types_.add(shape.type, static_cast<NameIndex::Place>(types_.size()));
    }
    types_.finish();
  }

  const FieldTable* find(std::string_view type) const {
    const auto place = types_.find(type);
    return place == NameIndex::kNone ? nullptr : &tables_[place];
  }

 private:
  NameIndex types_;
  std::vector<FieldTable> tables_;
};

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> out;
  for (std::size_t begin = 0, end = 0; (end = words.find(' ', begin)) != std::string_view::npos; begin = end + 1) {
    out.emplace_back(words.substr(begin, end - begin));
  }
  return out;
}

}  // namespace

const FieldTable* find_stage_fields(std::string_view type) {
  static const StageTables tables;
  return tables.find(type);
}

std::span<const std::string> stage_types() {
  static const std::vector<std::string> types = split(kStageTypes);
  return types;
}

bool is_stage_type(std::string_view type) {
  const auto types = stage_types();
  return std::binary_search(types.begin(), types.end(), type, std::less<>());
}

}  // namespace sailmaker::pipeline
