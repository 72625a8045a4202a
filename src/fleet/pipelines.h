#pragma once

#include <string_view>
#include <vector>

#include "fleet/model.h"
#include "fleet/section.h"

namespace sailmaker::fleet {

/// A stack's choice of pipelines as it is written.
struct PipelineChoice {
  enum class Form { missing, list, map };
  Form form = Form::missing;
  std::vector<PipelineUse> pipelines;
};

/// The `pipelines` of a stack: a list of names, or of maps of one name to its settings; or a map from names to settings
/// or null. Settings are `vars` and `overrides`.
PipelineChoice decode_pipelines(const Section& stack);

/// The service's choice laid over the stack's own: a map merges, a list replaces.
std::vector<PipelineUse> merge_pipelines(const std::vector<PipelineUse>& of_stack, PipelineChoice of_service);

}  // namespace sailmaker::fleet
