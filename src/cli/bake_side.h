#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/bake_files.h"
#include "pipeline/bake.h"
#include "pipeline/baked_manifest.h"
#include "value/value.h"

namespace sailmaker::cli {

class Arguments;
class Session;

/// A pipeline whose stages are baked, with what they are baked of.
struct BakeSide {
  std::string key;
  Value pipeline;
  BakePlaces places;
  const Session* session = nullptr;  ///< of the fleet that makes the pipeline; null for one that is stored
};

/// What both sides of a comparison share.
struct BakeRequest {
  std::filesystem::path helm;  ///< empty: find out the words for Helm and leave it at that
  std::string stage;           ///< refId or name of one stage; empty for all
  std::map<std::string, std::string> set;
  std::filesystem::path folder;  ///< for temporary files
};

/// A stage and what its bake made.
struct BakedStage {
  pipeline::Bake bake;
  std::vector<std::string> words;  ///< behind `helm`
  std::vector<pipeline::BakedObject> objects;
};

/// Bakes the side's stages, several at once, and gives them in the pipeline's order. What is wrong is said; nothing
/// then.
std::optional<std::vector<BakedStage>> bake_side(const Arguments& arguments, const BakeSide& side,
                                                 const BakeRequest& request);

}  // namespace sailmaker::cli
