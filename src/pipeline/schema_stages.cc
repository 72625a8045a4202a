#include "pipeline/schema_stages.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "pipeline/name_index.h"
#include "pipeline/schema_kinds.h"

// What all stages have in common, and the types that are known by name only.

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

constexpr Field kEnabledFields[] = {
    Field("type", kText, "`expression` is the only one; without it the stage always runs.").one_of("expression"),
    Field("expression", kText | kBoolean, "Without `${}`, which Orca adds. What is not true skips the stage."),
};
constexpr Shape kEnabled = {"stageEnabled", kEnabledFields, ""};

constexpr Field kHoursFields[] = {
    Field("startHour", kNumeric | kSpel, "0 to 23.").required(),
    Field("startMin", kNumeric | kSpel, "0 to 59.").required(),
    Field("endHour", kNumeric | kSpel, "0 to 23.").required(),
    Field("endMin", kNumeric | kSpel, "0 to 59.").required(),
};
constexpr Shape kHours = {"this window", kHoursFields, ""};

constexpr Field kJitterFields[] = {
    Field("enabled", kFlag, "Wait a random time before the stage.").otherwise("false"),
    Field("skipManual", kFlag, "But not in runs that somebody started by hand.").otherwise("false"),
    Field("minDelay", kSomeNumber, "Seconds."),
    Field("maxDelay", kSomeNumber, "Seconds."),
};
constexpr Shape kJitter = {"this jitter", kJitterFields, ""};

constexpr Field kWindowFields[] = {
    Field("days", kNumerics | kNull | kSpel, "1 is Sunday, 7 is Saturday; every day without it."),
    Field("whitelist", kSomeMaps, "The hours in which the stage may run, in Orca's time zone.").of(kHours),
    Field("jitter", kSomeMap, "A random delay.").of(kJitter),
};
constexpr Shape kWindow = {"restrictedExecutionWindow", kWindowFields, ""};

// refId, type, requisiteStageRefIds and name have rules of their own.
constexpr Field kStageFields[] = {
    Field("refId", kAny, "Text, unique in the pipeline: what other stages call this one."),
    Field("requisiteStageRefIds", kAny, "The stages that must end before; `[]` for a stage that begins."),
    Field("type", kAny, "What the stage does."),
    Field("name", kAny, "What Deck shows, and what `#stage(\"...\")` looks for.").otherwise("the type"),
    Field("alias", kText, "The type that Orca runs in place of `type`."),
    Field("comments", kSomeText, "Shown by Deck."),
    Field("failPipeline", kFlag, "A failure ends the run; false: only this branch.").otherwise("true"),
    Field("continuePipeline", kFlag, "Go on after a failure.").otherwise("false"),
    Field("completeOtherBranchesThenFail", kFlag, "With `failPipeline: false`: other branches end, then the run fails.")
        .otherwise("false"),
    Field("failOnFailedExpressions", kFlag, "An expression that fails makes the stage fail.").otherwise("false"),
    Field("stageEnabled", kMap | kNull, "When the stage is run at all.").of(kEnabled),
    Field("restrictExecutionDuringTimeWindow", kFlag, "Switches `restrictedExecutionWindow` on.").otherwise("false"),
    Field("restrictedExecutionWindow", kMap | kNull, "When the stage may run.").of(kWindow),
    Field("skipWindowText", kSomeText, "What Deck asks before somebody skips the window."),
    Field("stageTimeoutMs", kNumber | kNull | kSpel, "Milliseconds; text is ignored in silence."),
    Field("overrideTimeout", kFlag, "Written by Deck beside `stageTimeoutMs`."),
    Field("markSuccessfulOnTimeout", kFlag, "A stage that takes too long counts as successful.").otherwise("false"),
    Field("sendNotifications", kFlag, "Switches `notifications` on.").otherwise("false"),
    Field("notifications", kMaps | kNull, "Who is told about the stage."),
    Field("expectedArtifacts", kMaps | kNull, "What the stage produces."),
    Field("startTimeExpiry", kText, "Milliseconds since 1970, as text: not begun later."),
    Field("cloudProvider", kText, "The cloud that the stage works on; always write it.").otherwise("\"aws\""),
    Field("cloudProviderType", kSomeText, "The same, for bakes and some older stages."),
    Field("account", kText, "The cloud account."),
    Field("credentials", kAny, "The cloud account, as older stages call it."),
    Field("moniker", kAny, "Application, cluster, stack and detail."),
    Field("waitForCompletion", kFlag, "Wait until what was started has ended."),
    Field("skipExpressionEvaluation", kFlag, "Leave expressions in manifests alone."),
    Field("group", kSomeText, "Deck draws stages of one group as one box."),
    Field("inputArtifacts", kSomeMaps, "Artifacts that the stage reads."),
    Field("isNew", kAny, "Belongs to Deck."),
    Field("providerType", kText, "Orca appends it to the type.").deprecated("write `cloudProvider`"),
};

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> out;
  for (std::size_t begin = 0, end = 0; (end = words.find(' ', begin)) != std::string_view::npos; begin = end + 1) {
    out.emplace_back(words.substr(begin, end - begin));
  }
  return out;
}

// All shapes by type.
class StageShapes {
 public:
  StageShapes() {
    for (const ShapeGroup& group : stage_groups()) {
      for (const Shape& shape : group.shapes) {
        index_.add(shape.type, static_cast<NameIndex::Place>(shapes_.size()));
        shapes_.push_back(&shape);
      }
    }
    index_.finish();
  }

  const Shape* find(std::string_view type) const {
    const auto place = index_.find(type);
    return place == NameIndex::kNone ? nullptr : shapes_[place];
  }

 private:
  NameIndex index_;
  std::vector<const Shape*> shapes_;
};

}  // namespace

std::span<const Field> stage_fields() { return kStageFields; }

std::span<const ShapeGroup> stage_groups() {
  static const ShapeGroup groups[] = {
      {"Kubernetes", kubernetes_stages()},      {"Control", control_stages()},
      {"Artifacts and images", image_stages()}, {"Builds", build_stages()},
      {"Server groups", server_group_stages()}, {"AWS CloudFormation and Lambda", aws_stages()},
      {"Canaries and checks", canary_stages()}, {"Others", other_stages()},
  };
  return groups;
}

const Shape* find_stage_shape(std::string_view type) {
  static const StageShapes shapes;
  return shapes.find(type);
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
