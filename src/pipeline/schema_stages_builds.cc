#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kErrors = Field("consecutiveErrors", kAny, "Belongs to the run.");

constexpr Field kJenkins[] = {
    Field("master", kText, "Igor's name of the build server.").required(),
    Field("job", kText, "The job, with its folders: `folder/job/name`.").required(),
    Field("parameters", kSomeMap, "Values for the job's parameters."),
    Field("propertyFile", kSomeText, "A file of the build whose properties later stages see."),
    Field("waitForCompletion", kFlag, "Wait until the build has ended.").otherwise("true"),
    Field("markUnstableAsSuccessful", kFlag, "An unstable build is a success.").otherwise("false"),
    Field("user", kSomeText, "Written by Deck."),
    kErrors,
};

constexpr Field kTravis[] = {
    Field("master", kText, "Igor's name of the Travis account.").required(),
    Field("job", kText, "The repository and branch.").required(),
    Field("parameters", kSomeMap, "Environment variables of the build."),
    Field("propertyFile", kSomeText, "A file of the build whose properties later stages see."),
    Field("waitForCompletion", kFlag, "Wait until the build has ended.").otherwise("true"),
    kErrors,
};

constexpr Field kConcourse[] = {
    Field("master", kText, "Igor's name of the Concourse server.").required(),
    Field("teamName", kText, "The team.").required(),
    Field("pipelineName", kText, "The Concourse pipeline.").required(),
    Field("resourceName", kText, "The resource that tells when it is done.").required(),
    Field("parameters", kSomeMap, "Handed to the resource."),
};

constexpr Field kScript[] = {
    Field("command", kText, "What to run.").required(),
    Field("scriptPath", kSomeText, "The folder to run it in."),
    Field("repoUrl", kSomeText, "The repository to check out."),
    Field("repoBranch", kSomeText, "Its branch."),
    Field("image", kSomeText, "Handed to the script."),
    Field("region", kSomeText, "Handed to the script."),
    Field("cluster", kSomeText, "Handed to the script."),
    Field("cmc", kSomeText, "Handed to the script."),
    Field("propertyFile", kSomeText, "A file whose properties later stages see."),
    Field("waitForCompletion", kFlag, "Wait until it has ended.").otherwise("true"),
    Field("user", kSomeText, "Written by Deck."),
};

constexpr Field kDefinitionFields[] = {
    Field("artifact", kSomeMap, "The build definition inline.").of(kArtifactShape),
    Field("artifactAccount", kSomeText, "The account that reads it."),
    Field("artifactId", kSomeText, "Or an expected artifact."),
};
constexpr Shape kDefinition = {"this build definition", kDefinitionFields, ""};
constexpr Field kGoogleCloudBuild[] = {
    Field("account", kText, "The Google Cloud Build account.").required(),
    Field("buildDefinitionSource", kText, "Where the build is defined.").required().one_of("text artifact trigger"),
    Field("buildDefinition", kSomeMap, "With text: the definition."),
    Field("buildDefinitionArtifact", kSomeMap, "With artifact: the definition.").of(kDefinition),
    Field("triggerId", kSomeText, "With trigger: the id of the trigger to run."),
    Field("triggerType", kSomeText, "With trigger: what is built.").one_of("branchName tagName commitSha"),
    Field("repoSource", kSomeMap, "With trigger: branch, tag or commit."),
    kErrors,
};

constexpr Field kSourceFields[] = {
    Field("sourceOverride", kFlag, "Take another source than the project's.").otherwise("false"),
    Field("sourceType", kSomeText, "The kind of source."),
    Field("sourceArtifact", kSomeMap, "The source."),
    Field("sourceVersion", kSomeText, "Its version."),
    Field("buildspec", kSomeText, "The build specification."),
};
constexpr Shape kSource = {"this source", kSourceFields, ""};
constexpr Field kAwsCodeBuild[] = {
    Field("account", kText, "The CodeBuild account.").required(),
    Field("projectName", kText, "The CodeBuild project.").required(),
    Field("source", kSomeMap, "Another source than the project's.").of(kSource),
    Field("environmentVariables", kSomeMap, "Variables for the build."),
    Field("image", kSomeText, "Another image than the project's."),
    Field("secondarySources", kSomeMaps, "More sources."),
    Field("secondarySourcesVersionOverride", kSomeMaps, "Their versions."),
    kErrors,
};

constexpr Shape kShapes[] = {
    {"awsCodeBuild", kAwsCodeBuild, "Runs an AWS CodeBuild project."},
    {"concourse", kConcourse, "Runs a Concourse job and waits for it."},
    {"googleCloudBuild", kGoogleCloudBuild, "Runs a Google Cloud Build."},
    {"jenkins", kJenkins, "Runs a Jenkins job and waits for it."},
    {"script", kScript, "Runs a script, as a Jenkins job that the installation names."},
    {"travis", kTravis, "Runs a Travis build and waits for it."},
};

}  // namespace

std::span<const Shape> build_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
