#pragma once

#include <string>
#include <vector>

#include "value/value.h"

namespace sailmaker::diff {

/// One thing that happens to a pipeline: what is stored and what is wanted.
struct PipelineEdit {
  std::string name;
  Value before;
  Value after;
};

/// A pipeline of about 6 KB, from golden/deploy.yaml.
Value deploy_pipeline();

/// The edits whose printed differences are kept in golden/<name>.*.
std::vector<PipelineEdit> pipeline_edits();

/// Two charts' versions, a stage's account and a trigger's branch differ: what the bench compares.
PipelineEdit four_edits();

}  // namespace sailmaker::diff
