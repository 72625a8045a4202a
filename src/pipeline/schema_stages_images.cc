#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kContentFields[] = {
    Field("id", kSomeText, "The id of the artifact."),
    Field("name", kSomeText, "Its name."),
    Field("contents", kSomeText, "Its text, expressions evaluated."),
};
constexpr Shape kContent = {"this artifact", kContentFields, ""};
constexpr Field kEvaluateArtifacts[] = {
    Field("artifactContents", kMaps | kSpel, "The texts.").required().of(kContent),
};

constexpr Field kOptionFields[] = {
    Field("successful", kFlag, "Runs that succeeded."),
    Field("terminal", kFlag, "Runs that failed."),
    Field("running", kFlag, "Runs that are under way."),
};
constexpr Shape kOptions = {"executionOptions", kOptionFields, ""};
constexpr Field kFindArtifact[] = {
    Field("application", kText, "The pipeline's application.").required(),
    Field("pipeline", kText, "The pipeline's id; in a template its name.").required(),
    Field("executionOptions", kSomeMap, "Which runs to look at.").of(kOptions),
    Field("expectedArtifact", kSomeMap, "A single artifact, of old times.").deprecated("write `expectedArtifacts`"),
};

constexpr Field kBake[] = {
    Field("package", kSomeText, "The package, or the template's artifact."),
    Field("packageArtifactIds", kSomeTexts, "Packages as expected artifacts."),
    Field("packageArtifacts", kAny, "Packages as artifacts."),
    Field("packageType", kSomeText, "DEB, RPM or another."),
    Field("region", kSomeText, "The region."),
    Field("regions", kSomeTexts, "The regions."),
    Field("baseOs", kSomeText, "The base image, by Rosco's name."),
    Field("baseLabel", kSomeText, "Its label.").otherwise("\"release\""),
    Field("baseName", kSomeText, "Azure: its name."),
    Field("baseAmi", kSomeText, "An image in its place."),
    Field("amiName", kSomeText, "The name of the image."),
    Field("ami_name", kSomeText, "The same."),
    Field("amiSuffix", kSomeText, "The end of the name."),
    Field("templateFileName", kSomeText, "The packer template."),
    Field("varFileName", kSomeText, "The packer variables."),
    Field("extendedAttributes", kSomeMap, "More packer variables."),
    Field("vmType", kSomeText, "AWS: the kind of machine.").one_of("pv hvm"),
    Field("storeType", kSomeText, "AWS: where the image is kept.").one_of("ebs s3 docker"),
    Field("enhancedNetworking", kFlag, "AWS: with enhanced networking."),
    Field("rootVolumeSize", kSomeNumber, "The size of the disk."),
    Field("rebake", kFlag, "Bake even when there is such an image.").otherwise("false"),
    Field("user", kSomeText, "Who bakes."),
    Field("organization", kSomeText, "Docker: the organization."),
    Field("accountName", kSomeText, "The account to bake with."),
    Field("osType", kSomeText, "Azure: the kind of system."),
    Field("managedImage", kAny, "Azure: a managed image."),
    Field("sku", kSomeText, "Azure."),
    Field("offer", kSomeText, "Azure."),
    Field("publisher", kSomeText, "Azure."),
};

constexpr Field kFindImage[] = {
    Field("cluster", kSomeText, "The cluster whose image is taken.").required(),
    Field("regions", kSomeTexts, "The regions."),
    Field("zones", kAny, "Zones, in place of regions."),
    Field("selectionStrategy", kSomeText, "Which server group.").one_of("LARGEST NEWEST OLDEST FAIL"),
    Field("onlyEnabled", kFlag, "Only server groups with traffic."),
    Field("resolveMissingLocations", kFlag, "Look for the image where the cluster has none."),
    Field("imageNamePattern", kSomeText, "A regular expression for the image's name."),
    Field("imageNames", kAny, "Written by Orca."),
};

constexpr Field kFindImageFromTags[] = {
    Field("packageName", kSomeText, "The package in the image's name."),
    Field("regions", kSomeTexts, "The regions."),
    Field("tags", kSomeMap, "Tags that the image has."),
    Field("imageLabelOrSha", kSomeText, "ECS: the image."),
};

constexpr Field kUpsertImageTags[] = {
    Field("consideredStages", kSomeTexts, "Stages whose images are tagged; all before without it."),
    Field("imageNames", kSomeTexts, "Images by name."),
    Field("regions", kSomeTexts, "The regions."),
    Field("tags", kSomeMap, "The tags."),
};

constexpr Shape kShapes[] = {
    {"bake", kBake, "Makes a machine or container image."},
    {"evaluateArtifacts", kEvaluateArtifacts, "Makes artifacts of text with expressions."},
    {"findArtifactFromExecution", kFindArtifact, "Takes artifacts from a run of another pipeline."},
    {"findImage", kFindImage, "Finds the image that a cluster runs."},
    {"findImageFromTags", kFindImageFromTags, "Finds an image by its tags."},
    {"upsertImageTags", kUpsertImageTags, "Tags images."},
};

}  // namespace

std::span<const Shape> image_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
