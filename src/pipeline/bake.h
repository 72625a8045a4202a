#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/problem.h"
#include "pipeline/spel_fill.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// A file or chart that a bake reads, as the pipeline names it.
struct BakeInput {
  std::string type;       ///< helm/chart, github/file, ...
  std::string name;       ///< a chart's name, or a path
  std::string version;    ///< of a chart; empty where the pipeline does not say it
  std::string reference;  ///< a URL or, of embedded/base64, the content
  Path path;              ///< where the stage names it
};

/// A bakeManifest stage with HELM3, its expressions filled in.
struct Bake {
  std::size_t stage = 0;  ///< its place among the pipeline's stages
  std::string ref_id;
  std::string name;   ///< what Spinnaker's page shows
  std::string label;  ///< what messages call the stage
  std::string output_name;
  std::string name_space;  ///< may be empty
  BakeInput chart;
  std::string chart_folder;  ///< of the chart in a repository; may be empty
  std::vector<BakeInput> values;
  std::vector<std::pair<std::string, std::string>> overrides;
  bool raw_overrides = false;
  bool include_crds = false;
  std::string api_versions;
  std::string kube_version;
};

/// The places of all bakeManifest stages.
std::vector<std::size_t> bake_stages(const Value& pipeline);

/// Reads the stage at `stage`. Nothing, with problems or with missing parameters (see SpelFill), when it cannot be
/// baked before a run.
std::optional<Bake> read_bake(const Value& pipeline, std::size_t stage, SpelFill& fill, Problems& problems);

/// The overrides as Rosco hands them to Helm in one word: pairs joined by commas, nothing escaped.
std::string overrides_text(const Bake& bake);

/// The words behind `helm` with which Rosco bakes it, of a chart and values files in their order.
std::vector<std::string> helm_words(const Bake& bake, const std::filesystem::path& chart,
                                    const std::vector<std::filesystem::path>& values);

}  // namespace sailmaker::pipeline
