#pragma once

#include <span>
#include <string_view>

namespace sailmaker::pipeline {

/// Where stages refer to expected artifacts by id.
struct ArtifactField {
  enum class Shape {
    text,     ///< the field is the id
    texts,    ///< a list of ids
    in_map,   ///< a map whose `member` is the id
    in_maps,  ///< a list of such maps
  };
  enum class Reads { before, after };

  std::string_view name;
  Shape shape;
  std::string_view member;      ///< for in_map and in_maps
  Reads reads;                  ///< after: when the stage ran, so that it sees what it produced itself
  bool may_be_empty = false;    ///< an empty id is none
  std::string_view inner = {};  ///< for in_map and in_maps: the map in the map that has the member; empty for none
};

std::span<const ArtifactField> artifact_fields();

/// The row of the field called `name`; nullptr for fields that hold no artifact ids.
const ArtifactField* find_artifact_field(std::string_view name);
/// The same for a field of a map in a stage's `clusters`, where deploy stages of ECS, App Engine, Cloud Foundry and
/// Google say what they run.
const ArtifactField* find_cluster_artifact_field(std::string_view name);

}  // namespace sailmaker::pipeline
