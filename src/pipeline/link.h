#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/problem.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// Another pipeline as a reference finds it.
struct Known {
  std::string id;
  std::string application;
};

struct LinkContext {
  std::string key;  ///< of the pipeline being linked: product/service/stack/template
  /// The pipeline that a symbolic name means: a template's name (same service and stack), or a whole key. Nothing
  /// when there is none.
  std::function<std::optional<Known>(std::string_view name)> find_pipeline;
  /// All names that find_pipeline knows near at hand, for "did you mean".
  std::function<std::vector<std::string>()> pipeline_names;
};

/// Replaces symbolic names by ids, as a linker does, in the rendered document (a map):
/// 1. the pipeline gets its own `id`, second key after `application`... wherever the document has none;
/// 2. expected artifacts (the pipeline's and each stage's) get ids where they have none; display names must be unique;
/// 3. inputArtifacts[].id, manifestArtifactId, requiredArtifactIds[], requiredArtifacts[].expectedArtifactId,
///    consumeArtifactId and triggers' expectedArtifactIds[] that hold a display name get the id it stands for: of the
///    stage itself, of the stages upstream, of the pipeline;
/// 4. `pipeline` stages and triggers that name a template (or a key) get the id, and `application` where it is missing;
/// 5. triggers get ids.
/// Ids that are there already stay. Everything that cannot be resolved is a problem; the rest is linked all the same.
Problems link(Value& document, const LinkContext& context);

/// Puts other pipeline ids wherever the made ones stand, also inside longer text (`made` -> stored id).
void replace_ids(Value& document, const std::map<std::string, std::string, std::less<>>& ids);

}  // namespace sailmaker::pipeline
