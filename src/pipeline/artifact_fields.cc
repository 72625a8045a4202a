#include "pipeline/artifact_fields.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "pipeline/same_name.h"

namespace sailmaker::pipeline {

namespace {

using Shape = ArtifactField::Shape;
using Reads = ArtifactField::Reads;

constexpr ArtifactField kFields[] = {
    {"inputArtifacts", Shape::in_maps, "id", Reads::before},
    {"inputArtifact", Shape::in_map, "id", Reads::before},
    {"manifestArtifactId", Shape::text, {}, Reads::before},
    {"requiredArtifactIds", Shape::texts, {}, Reads::before},
    {"requiredArtifacts", Shape::in_maps, "expectedArtifactId", Reads::before},
    {"consumeArtifactId", Shape::text, {}, Reads::after},
    {"packageArtifactIds", Shape::texts, {}, Reads::before},                          // bake
    {"stackArtifactId", Shape::text, {}, Reads::before},                              // deployCloudFormation
    {"pipelinesArtifactId", Shape::text, {}, Reads::before},                          // savePipelinesFromArtifact
    {"buildDefinitionArtifact", Shape::in_map, "artifactId", Reads::before},          // googleCloudBuild
    {"source", Shape::in_map, "artifactId", Reads::before, false, "sourceArtifact"},  // awsCodeBuild
    {"secondarySources", Shape::in_maps, "artifactId", Reads::before, false, "sourceArtifact"},
    {"manifest", Shape::in_map, "artifactId", Reads::before},       // deployService of Cloud Foundry
    {"payloadArtifact", Shape::in_map, "id", Reads::before, true},  // lambdaInvoke, lambdaTrafficRouting
    {"outputArtifact", Shape::in_map, "id", Reads::before, true},
    {"cronArtifact", Shape::in_map, "id", Reads::before, true},  // deployAppEngineConfiguration
    {"dispatchArtifact", Shape::in_map, "id", Reads::before, true},
    {"indexArtifact", Shape::in_map, "id", Reads::before, true},
    {"queueArtifact", Shape::in_map, "id", Reads::before, true},
};

constexpr ArtifactField kClusterFields[] = {
    {"taskDefinitionArtifact", Shape::in_map, "artifactId", Reads::before},  // ECS
    {"expectedArtifactId", Shape::text, {}, Reads::before},                  // App Engine
    {"configArtifacts", Shape::in_maps, "id", Reads::before},
    {"applicationArtifact", Shape::in_map, "artifactId", Reads::before},  // Cloud Foundry
    {"manifest", Shape::in_map, "artifactId", Reads::before},
    {"imageArtifactId", Shape::text, {}, Reads::before},  // Google
};

}  // namespace

const ArtifactField* find_cluster_artifact_field(std::string_view name) {
  const auto* found = std::find_if(std::begin(kClusterFields), std::end(kClusterFields),
                                   [&](const ArtifactField& field) { return same_name(field.name, name); });
  return found == std::end(kClusterFields) ? nullptr : found;
}

std::span<const ArtifactField> artifact_fields() { return kFields; }

const ArtifactField* find_artifact_field(std::string_view name) {
  // Few other fields have these lengths: most keys end here.
  static constexpr std::uint32_t kLengths = [] {
    std::uint32_t lengths = 0;
    for (const ArtifactField& field : kFields) lengths |= std::uint32_t{1} << field.name.size();
    return lengths;
  }();
  if (name.size() >= 32 || ((kLengths >> name.size()) & 1) == 0) return nullptr;
  const auto* found = std::find_if(std::begin(kFields), std::end(kFields),
                                   [&](const ArtifactField& field) { return same_name(field.name, name); });
  return found == std::end(kFields) ? nullptr : found;
}

}  // namespace sailmaker::pipeline
