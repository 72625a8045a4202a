#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kCloudFormation[] = {
    Field("source", kText, "Where the template is.").required().one_of("text artifact"),
    Field("stackName", kText, "The CloudFormation stack.").required(),
    Field("regions", kTexts | kSpel, "The regions.").required(),
    Field("templateBody", kAny, "With text: the template."),
    Field("stackArtifactId", kSomeText, "With artifact: the expected artifact."),
    Field("stackArtifact", kSomeMap, "With artifact: an inline one.").of(kArtifactShape),
    Field("stackArtifactAccount", kSomeText, "The account that reads it."),
    Field("parameters", kSomeMap, "Parameters of the template."),
    Field("tags", kSomeMap, "Tags of the stack."),
    Field("capabilities", kSomeTexts, "What the template may do, such as CAPABILITY_IAM."),
    Field("roleARN", kSomeText, "The role to deploy with."),
    Field("isChangeSet", kFlag, "Make a change set.").otherwise("false"),
    Field("changeSetName", kSomeText, "Its name."),
    Field("executeChangeSet", kFlag, "Carry it out.").otherwise("false"),
    Field("actionOnReplacement", kSomeText, "When something would be replaced.").one_of("ask skip fail"),
    Field("changeSetContainsReplacement", kAny, "Belongs to the run."),
};

constexpr Field kRegion = Field("region", kText, "The region.").required();
constexpr Field kFunction = Field("functionName", kText, "The function.").required();
constexpr Field kTimeout = Field("timeout", kSomeNumber, "Seconds.");
constexpr Field kAliasName = Field("aliasName", kSomeText, "The function's alias.");

constexpr Field kDelete[] = {
    kRegion,
    kFunction,
    Field("version", kSomeText, "Which versions: $ALL, $OLDEST, $PROVIDED and the like."),
    Field("versionNumber", kAny, "The version's number, with $PROVIDED."),
    Field("retentionNumber", kSomeNumber, "How many versions stay."),
};

constexpr Field kDeployment[] = {
    kRegion,
    kFunction,
    Field("functionUid", kSomeText, "The function's own part of the name, written by Deck."),
    Field("stackName", kSomeText, "The stack in the name."),
    Field("detailName", kSomeText, "The detail in the name."),
    Field("runtime", kSomeText, "The language runtime."),
    Field("handler", kSomeText, "The function in the code."),
    Field("role", kSomeText, "The role to run with."),
    Field("s3bucket", kSomeText, "The bucket of the code."),
    Field("s3key", kSomeText, "Its key."),
    Field("description", kSomeText, "Shown in AWS."),
    Field("memorySize", kSomeNumber, "Memory in MB."),
    kTimeout,
    Field("publish", kFlag, "Publish a version."),
    Field("envVariables", kSomeMap, "Environment variables."),
    Field("tags", kSomeMap, "Tags."),
    Field("deadLetterConfig", kSomeMap, "Where failed events go."),
    Field("tracingConfig", kSomeMap, "How calls are traced."),
    Field("vpcId", kSomeText, "The network."),
    Field("subnetIds", kSomeTexts, "Its subnets."),
    Field("securityGroupIds", kSomeTexts, "Its security groups."),
    Field("layers", kSomeTexts, "Lambda layers."),
    Field("enableLambdaAtEdge", kFlag, "For use by CloudFront."),
    Field("targetGroups", kSomeText, "Target groups that call it."),
    Field("triggerArns", kSomeTexts, "Event sources."),
    Field("batchsize", kSomeNumber, "Events in one call."),
    Field("aliasNames", kSomeTexts, "Aliases to set."),
    Field("reservedConcurrentExecutions", kSomeNumber, "Calls at once."),
    Field("encryptionKMSKeyArn", kSomeText, "The key for environment variables."),
    Field("KMSKeyArn", kSomeText, "The same."),
};

constexpr Field kInvoke[] = {
    kRegion,
    kFunction,
    kAliasName,
    kTimeout,
    Field("executionCount", kSomeNumber, "How often."),
    Field("payloadArtifact", kSomeMap, "What it is called with."),
    Field("outputArtifact", kSomeMap, "What it should answer."),
};

constexpr Field kRouting[] = {
    kRegion,
    kFunction,
    Field("aliasName", kText, "The function's alias.").required(),
    Field("deploymentStrategy", kSomeText, "How the traffic moves.").one_of("$SIMPLE $WEIGHTED $BLUEGREEN"),
    Field("versionNameA", kSomeText, "The version that gets the traffic."),
    Field("versionNumberA", kAny, "Its number."),
    Field("trafficPercentA", kSomeNumber, "Its share."),
    Field("versionNameB", kSomeText, "The other version."),
    Field("versionNumberB", kAny, "Its number."),
    Field("trafficPercentB", kSomeNumber, "Its share."),
    Field("healthCheckType", kSomeText, "How health is checked, with blue and green."),
    Field("destroyOnFail", kFlag, "Delete the new version when it is not healthy."),
    Field("provisionedConcurrentExecutions", kSomeNumber, "Calls that are kept ready."),
    Field("triggerArns", kSomeTexts, "Event sources."),
    Field("batchsize", kSomeNumber, "Events in one call."),
    Field("payloadArtifact", kSomeMap, "What a health check calls it with."),
    Field("outputArtifact", kSomeMap, "What it should answer."),
    kTimeout,
};

constexpr Field kUpdateCode[] = {
    kRegion,
    kFunction,
    Field("s3bucket", kSomeText, "The bucket of the code."),
    Field("s3key", kSomeText, "Its key."),
    Field("publish", kFlag, "Publish a version."),
};

constexpr Shape kShapes[] = {
    {"Aws.LambdaDeleteStage", kDelete, "Deletes a Lambda function or versions of it."},
    {"Aws.LambdaDeploymentStage", kDeployment, "Makes or changes a Lambda function."},
    {"Aws.LambdaInvokeStage", kInvoke, "Calls a Lambda function."},
    {"Aws.LambdaTrafficRoutingStage", kRouting, "Moves the traffic of a Lambda function."},
    {"Aws.LambdaUpdateCodeStage", kUpdateCode, "Changes the code of a Lambda function."},
    {"deployCloudFormation", kCloudFormation, "Makes or changes a CloudFormation stack."},
    {"lambdaDelete", kDelete, "Deletes a Lambda function or versions of it."},
    {"lambdaDeployment", kDeployment, "Makes or changes a Lambda function."},
    {"lambdaInvoke", kInvoke, "Calls a Lambda function."},
    {"lambdaTrafficRouting", kRouting, "Moves the traffic of a Lambda function."},
    {"lambdaUpdateCode", kUpdateCode, "Changes the code of a Lambda function."},
};

}  // namespace

std::span<const Shape> aws_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
