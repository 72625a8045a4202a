#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "pipeline/bake.h"

namespace sailmaker::cli {

/// Where the charts and values files of a fleet's bakes are on this machine.
struct BakePlaces {
  std::filesystem::path charts;
  std::filesystem::path values;
};

/// Those of a fleet's folder: `values` in it, and `charts` in it or in the nearest folder above that has one. Both are
/// absolute; `charts` is what it would be in the fleet where there is none.
BakePlaces default_places(const std::filesystem::path& fleet);

/// A chart on this machine.
struct FoundChart {
  std::filesystem::path path;  ///< a folder, or a .tgz file
  std::string doubt;           ///< that it is another version than the pipeline wants; mostly empty
};

/// The chart of a bake: charts/NAME with that version, charts/NAME-VERSION.tgz, or charts/NAME whatever its version.
Result<FoundChart> find_chart(const pipeline::Bake& bake, const std::filesystem::path& charts);

/// A values file: at its path in the repository that `values` stands for, or at that path without its first folder.
/// An embedded one is written to `folder`.
Result<std::filesystem::path> find_values(const pipeline::BakeInput& input, const std::filesystem::path& values,
                                          const std::filesystem::path& folder);

}  // namespace sailmaker::cli
