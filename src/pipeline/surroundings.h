#pragma once

#include <optional>
#include <string>
#include <unordered_set>

#include "pipeline/problem.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// A set of names, compared as they are or in lower case.
using Names = std::unordered_set<std::string>;

/// What a running Spinnaker knows. What it does not say (std::nullopt) is not checked.
struct Surroundings {
  std::optional<Names> accounts;           ///< of cloud providers and registries
  std::optional<Names> artifact_accounts;  ///< for artifacts
  std::optional<Names> applications;       ///< in lower case
  std::optional<Names> pipelines;          ///< ids in lower case, those included that are about to be stored
};

/// Accounts, applications and pipelines that a pipeline names and its surroundings do not have. Names with expressions
/// are not looked at, and no accounts of stages that are not of a cloud provider, which other services know.
Problems check_surroundings(const Value& pipeline, const Surroundings& surroundings);

}  // namespace sailmaker::pipeline
