#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// The artifact that an item of `inputArtifacts` means: the one that stands in it, or the expected artifact of the
/// pipeline with its id, as its default says. An error where it is known in a run only.
Result<Value> input_artifact(const Value& pipeline, const Value& input);

/// Where the file of an artifact stands in its repository, the most certain first: by its URL (behind /contents/ in
/// those of GitHub's API), by its name. Never leads out of the repository.
std::vector<std::string> repository_paths(const std::string& reference, const std::string& name);

}  // namespace sailmaker::pipeline
