#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "target/target.h"

namespace sailmaker::target {

/// A pipeline as an API lists it.
struct LivePipeline {
  std::string id;  ///< as stored; compared without regard to case
  std::string application;
  std::string name;
};

/// What a running Spinnaker knows beyond the pipelines of a Target, for `sailmaker validate --live`. A target that
/// talks to an API derives from this, too; one that only sees storage does not. Each list is complete for whoever asks:
/// what it does not hold counts as not there. Nothing (std::nullopt) says that this API does not know. Errors are
/// failures of the API. Order does not matter. Called by one thread at a time.
class Live {
 public:
  virtual ~Live() = default;

  /// Accounts of cloud providers and of registries, as a stage's `account` names them: Gate's GET /credentials.
  virtual Result<std::optional<std::vector<std::string>>> accounts() { return {std::nullopt}; }
  /// Accounts for artifacts, as `artifactAccount` names them: Gate's GET /artifacts/credentials.
  virtual Result<std::optional<std::vector<std::string>>> artifact_accounts() { return {std::nullopt}; }
  /// Names of applications, in whatever case: Front50's GET /v2/applications, Gate's GET /applications.
  virtual Result<std::optional<std::vector<std::string>>> applications() { return {std::nullopt}; }
  /// All pipelines of all applications: Front50's GET /pipelines, Gate's GET /pipelineConfigs.
  virtual Result<std::optional<std::vector<LivePipeline>>> pipelines() { return {std::nullopt}; }
};

/// What the target knows of a running Spinnaker; nullptr for one that cannot know. Lives as long as the target.
inline Live* live_of(Target& target) { return dynamic_cast<Live*>(&target); }

}  // namespace sailmaker::target
