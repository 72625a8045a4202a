#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "target/target.h"
#include "value/value.h"

namespace sailmaker::target {

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The target that a fleet's `target:` section describes. `${NAME}` in its texts is filled in from `environment` (only
/// here: everywhere else `${...}` is SpEL), `url_file:` and the like from files; relative paths count from `folder`.
/// Errors name unknown kinds and keys with a near miss, and variables that are not set. Nothing is contacted yet.
Result<std::unique_ptr<Target>> open(const Value& section, const std::filesystem::path& folder,
                                     const Environment& environment);

}  // namespace sailmaker::target
