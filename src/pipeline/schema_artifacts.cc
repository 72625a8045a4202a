#include "pipeline/schema_kinds.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kArtifactFields[] = {
    Field("type", kText | kNull, "See the types below."),
    Field("customKind", kBoolean | kNull, "Deck shows all fields.").otherwise("false"),
    Field("name", kText | kNull,
          "In `matchArtifact` a regular expression for the whole name, as are version, location "
          "and reference."),
    Field("version", kText | kNull, "The version."),
    Field("location", kText | kNull, "Where it is."),
    Field("reference", kText | kNull, "How it is fetched."),
    Field("metadata", kMap | kNull, "Anything."),
    Field("artifactAccount", kText | kNull, "The account that fetches it. Not compared."),
    Field("provenance", kText | kNull, "Where it came from."),
    Field("uuid", kText | kNull, "Belongs to Spinnaker."),
    Field("id", kText | kNull, "Written by Deck."),
    Field("kind", kText | kNull, "Deck's name of the type.").deprecated("since 2019 nothing reads it: write `type`"),
};

constexpr Field kExpectedFields[] = {
    Field("id", kText, "Unique in the pipeline, stages included. Sailmaker makes it."),
    Field("displayName", kText | kNull, "What templates and Deck call it."),
    Field("matchArtifact", kMap | kNull, "What arriving artifacts are compared with; everything matches without it.")
        .of(kArtifactShape),
    Field("defaultArtifact", kMap | kNull, "A whole artifact, for `useDefaultArtifact`.").of(kArtifactShape),
    Field("usePriorArtifact", kBoolean | kNull, "Take the one of the run before when none arrives.").otherwise("false"),
    Field("useDefaultArtifact", kBoolean | kNull, "Take `defaultArtifact` when none arrives.").otherwise("false"),
    Field("boundArtifact", kAny, "Belongs to a run."),
};

constexpr Field kAccount = Field("artifactAccount", kText, "The account that fetches it.");
constexpr Field kVersionOfImage = Field("version", kText, "The tag.");

constexpr Field kBitbucket[] = {Field("reference", kText, "The raw URL of the file."),
                                Field("name", kText, "The path."), kAccount};
constexpr Field kDocker[] = {Field("name", kText, "The image without a tag."), kVersionOfImage,
                             Field("reference", kText, "The whole image."), kAccount};
constexpr Field kEmbedded[] = {Field("name", kText, "The name."), Field("reference", kText, "The text in base64.")};
constexpr Field kTemplate[] = {Field("reference", kText, "`spinnaker://ID`."), kAccount};
constexpr Field kGcs[] = {Field("reference", kText, "`gs://bucket/path#generation`."),
                          Field("name", kText, "The same without the generation."), kAccount};
constexpr Field kRepo[] = {Field("reference", kText, "The URL to clone."), Field("version", kText, "The branch."),
                           Field("location", kText, "A folder of it."), kAccount};
constexpr Field kFile[] = {Field("reference", kText, "The URL of the contents API."), Field("name", kText, "The path."),
                           Field("version", kText, "The branch or commit."), kAccount};
constexpr Field kChart[] = {Field("name", kText, "The chart."), Field("version", kText, "Its version."), kAccount};
constexpr Field kHttp[] = {Field("reference", kText, "The URL."), kAccount};
constexpr Field kS3[] = {Field("reference", kText, "`s3://bucket/key`."), Field("name", kText, "The same."), kAccount};

constexpr Shape kShapes[] = {
    {"bitbucket/file", kBitbucket, "A file in Bitbucket."},
    {"custom/object", {}, "Anything."},
    {"docker/image", kDocker, "A container image."},
    {"embedded/base64", kEmbedded, "A text, inline; what bakes make."},
    {"front50/pipelineTemplate", kTemplate, "A pipeline template."},
    {"gce/image", {}, "A machine image."},
    {"gcs/object", kGcs, "An object in Google Cloud Storage."},
    {"git/repo", kRepo, "A repository, or a folder of it."},
    {"github/file", kFile, "A file in GitHub."},
    {"gitlab/file", kFile, "A file in GitLab."},
    {"helm/chart", kChart, "A Helm chart."},
    {"helm/image", kChart, "A Helm chart in an OCI registry."},
    {"helm/index", {}, "The index of a Helm repository."},
    {"http/file", kHttp, "A file at a URL."},
    {"ivy/file", {}, "A file of an Ivy repository."},
    {"jenkins/file", {}, "A file of a Jenkins build."},
    {"kubernetes/configMap", {}, "A ConfigMap."},
    {"kubernetes/deployment", {}, "A Deployment."},
    {"kubernetes/replicaSet", {}, "A ReplicaSet."},
    {"kubernetes/secret", {}, "A Secret."},
    {"maven/file", {}, "A file of a Maven repository."},
    {"oracle/object", {}, "An object in Oracle's cloud."},
    {"remote/base64", {}, "Written by the artifact store.", "write `embedded/base64`"},
    {"remote/map/base64", {}, "Written by the artifact store.", "write `embedded/base64`"},
    {"s3/object", kS3, "An object in S3."},
};

}  // namespace

constexpr Shape kArtifactShape = {"this artifact", kArtifactFields, ""};

const Shape& artifact_shape() { return kArtifactShape; }

const Shape& expected_artifact_shape() {
  static constexpr Shape shape = {"this expected artifact", kExpectedFields, ""};
  return shape;
}

std::span<const Shape> artifact_shapes() { return kShapes; }

}  // namespace sailmaker::pipeline
