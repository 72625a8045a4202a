#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

// Stages for server groups: virtual machines, containers, Cloud Foundry, App Engine. Which fields a cloud needs
// differs, so few are required.

namespace sailmaker::pipeline {

namespace {

constexpr std::string_view kTargets =
    "current_asg current_asg_dynamic ancestor_asg ancestor_asg_dynamic oldest_asg oldest_asg_dynamic";

constexpr Field kCluster = Field("cluster", kAny, "The cluster's name.");
constexpr Field kCredentials = Field("credentials", kSomeText, "The cloud account.");
constexpr Field kRegions = Field("regions", kSomeTexts, "The regions.");
constexpr Field kRegion = Field("region", kSomeText, "The region.");
constexpr Field kZones = Field("zones", kAny, "Zones, in place of regions.");
constexpr Field kTarget = Field("target", kSomeText, "Which server group of the cluster.").one_of(kTargets);
constexpr Field kHealth =
    Field("interestingHealthProviderNames", kSomeTexts, "Whose word on health counts; all without it.");
constexpr Field kByName = Field("serverGroupName", kSomeText, "A server group by its name, in place of a target.");
constexpr Field kAsgName = Field("asgName", kSomeText, "The same, of old times.").deprecated("write `serverGroupName`");
constexpr Field kMoniker = Field("moniker", kSomeMap, "Application, cluster, stack and detail.").of(kMonikerShape);

constexpr Field kOnServerGroup[] = {kCluster, kCredentials, kRegions, kRegion,  kZones,
                                    kTarget,  kHealth,      kByName,  kAsgName, kMoniker};

constexpr Field kResize[] = {
    kCluster,
    kCredentials,
    kRegions,
    kRegion,
    kZones,
    kTarget,
    kHealth,
    kByName,
    kAsgName,
    kMoniker,
    Field("action", kSomeText, "What to do with the size.")
        .one_of("scale_up scale_down scale_exact scale_to_cluster scale_to_server_group"),
    Field("resizeType", kSomeText, "How the size is given.").one_of("pct incr exact"),
    Field("scalePct", kSomeNumber, "Percent more or less."),
    Field("scaleNum", kSomeNumber, "Instances more or less."),
    Field("capacity", kSomeMap, "min, max and desired, with scale_exact."),
    Field("pinMinimumCapacity", kFlag, "The minimum becomes the desired size for a while."),
    Field("unpinMinimumCapacity", kFlag, "And goes back to what it was."),
    Field("targetHealthyDeployPercentage", kSomeNumber, "How many instances must be healthy."),
    Field("memory", kAny, "Cloud Foundry: memory in MB."),
    Field("diskQuota", kAny, "Cloud Foundry: disk in MB."),
};

constexpr Field kClone[] = {
    kCredentials,
    kRegion,
    kTarget,
    kHealth,
    kMoniker,
    Field("targetCluster", kSomeText, "The cluster to clone from."),
    Field("application", kSomeText, "The application."),
    Field("source", kSomeMap, "The server group to clone, by account, region and name."),
    Field("capacity", kSomeMap, "min, max and desired."),
    Field("useSourceCapacity", kFlag, "As large as the source."),
    Field("stack", kSomeText, "The stack of the name."),
    Field("freeFormDetails", kSomeText, "The detail of the name."),
    Field("strategy", kSomeText, "What becomes of the server groups that were there."),
    Field("suspendedProcesses", kSomeTexts, "AWS: what to suspend."),
    Field("disableTraffic", kFlag, "The clone gets no traffic."),
};

constexpr Field kDeploy[] = {
    Field("clusters", kMaps | kSpel, "One entry for each server group; its fields are the cloud's.").required(),
    kZones,
    Field("trafficOptions", kAny, "Written by Deck."),
};

constexpr Field kDisableCluster[] = {
    kCluster,
    kCredentials,
    kRegions,
    kZones,
    kMoniker,
    kHealth,
    Field("remainingEnabledServerGroups", kSomeNumber, "How many stay enabled."),
    Field("preferLargerOverNewer", kAny, "Keep the larger ones rather than the newer ones."),
};
constexpr Field kScaleDownCluster[] = {
    kCluster,
    kCredentials,
    kRegions,
    kZones,
    kMoniker,
    Field("remainingFullSizeServerGroups", kSomeNumber, "How many stay at full size."),
    Field("preferLargerOverNewer", kAny, "Keep the larger ones rather than the newer ones."),
    Field("allowScaleDownActive", kFlag, "Also those that get traffic.").otherwise("false"),
};
constexpr Field kShrinkCluster[] = {
    kCluster,
    kCredentials,
    kRegions,
    kZones,
    kMoniker,
    Field("shrinkToSize", kSomeNumber, "How many server groups stay."),
    Field("allowDeleteActive", kFlag, "Also delete those that get traffic.").otherwise("false"),
    Field("retainLargerOverNewer", kAny, "Keep the larger ones rather than the newer ones."),
};
constexpr Field kRollbackCluster[] = {
    kCluster,
    kCredentials,
    kRegions,
    kMoniker,
    Field("targetHealthyRollbackPercentage", kSomeNumber, "How many instances must be healthy."),
    Field("waitTimeBetweenRegions", kSomeNumber, "Seconds between two regions."),
    Field("additionalRollbackContext", kSomeMap, "Handed to the rollback."),
};
constexpr Field kRollbackServerGroup[] = {
    Field("rollbackType", kSomeText, "How to go back: EXPLICIT, PREVIOUS_IMAGE, ..."),
    Field("rollbackContext", kSomeMap, "What the rollback needs."),
    kCredentials,
    kRegion,
    kRegions,
};
constexpr Field kRunJob[] = {
    kCredentials,
    kRegion,
    kCluster,
    kTarget,
    Field("application", kSomeText, "The application."),
    Field("command", kSomeText, "Cloud Foundry: what to run."),
    Field("jobName", kSomeText, "Cloud Foundry: its name."),
    Field("logsUrl", kSomeText, "Cloud Foundry: where its log is."),
    Field("propertyFile", kSomeText, "A file whose properties later stages see."),
};
constexpr Field kLoadBalancers[] = {
    kCluster, kCredentials, kRegion, kRegions, kTarget, Field("loadBalancerNames", kSomeTexts, "The load balancers."),
};
constexpr Field kUpsertLoadBalancers[] = {
    Field("loadBalancers", kSomeMaps, "The load balancers; their fields are the cloud's."),
};
constexpr Field kScalingProcess[] = {
    kCluster,
    kCredentials,
    kRegions,
    kTarget,
    kMoniker,
    Field("action", kSomeText, "What to do with the processes.").one_of("suspend resume"),
    Field("processes", kSomeTexts, "The processes."),
};
constexpr Field kWarmPool[] = {
    kCluster,
    kCredentials,
    kRegions,
    kTarget,
    kMoniker,
    Field("action", kSomeText, "What to do with the pool."),
    Field("minSize", kSomeNumber, "Instances at least."),
    Field("maxGroupPreparedCapacity", kSomeNumber, "Instances at most."),
    Field("poolState", kSomeText, "What its instances do."),
    Field("reuseOnScaleIn", kFlag, "Instances go back to the pool."),
};
constexpr Field kCapacity[] = {
    Field("parentStageId", kSomeText, "Written by Orca."),
};

constexpr Shape kShapes[] = {
    {"applySourceServerGroupCapacity", kCapacity, "Gives a clone the size of its source."},
    {"cloneServerGroup", kClone, "Makes a server group like another one."},
    {"deploy", kDeploy, "Makes server groups."},
    {"destroyServerGroup", kOnServerGroup, "Destroys a server group."},
    {"disableCluster", kDisableCluster, "Takes all but some server groups of a cluster out of traffic."},
    {"disableServerGroup", kOnServerGroup, "Takes a server group out of traffic."},
    {"enableServerGroup", kOnServerGroup, "Gives a server group traffic."},
    {"mapLoadBalancers", kLoadBalancers, "Adds load balancers to a server group."},
    {"modifyAwsScalingProcess", kScalingProcess, "Suspends or resumes scaling processes."},
    {"modifyWarmPool", kWarmPool, "Changes a warm pool."},
    {"resizeServerGroup", kResize, "Changes the size of a server group."},
    {"rollbackCluster", kRollbackCluster, "Goes back to the server group before, region by region."},
    {"rollbackServerGroup", kRollbackServerGroup, "Goes back to another server group."},
    {"runJob", kRunJob, "Runs a job on Titus or Cloud Foundry."},
    {"scaleDownCluster", kScaleDownCluster, "Empties all but some server groups of a cluster."},
    {"shrinkCluster", kShrinkCluster, "Deletes all but some server groups of a cluster."},
    {"startAppEngineServerGroup", kOnServerGroup, "Starts an App Engine version."},
    {"stopAppEngineServerGroup", kOnServerGroup, "Stops an App Engine version."},
    {"unmapLoadBalancers", kLoadBalancers, "Takes load balancers away from a server group."},
    {"upsertLoadBalancers", kUpsertLoadBalancers, "Makes or changes load balancers."},
};

}  // namespace

std::span<const Shape> server_group_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
