#pragma once

#include <atomic>
#include <memory>

#include "target/api_settings.h"
#include "target/target.h"

namespace sailmaker::target {

/// The settings of a target section of this kind.
std::vector<Setting> front50_settings();

/// Front50's own API: the service that keeps Spinnaker's pipelines, reached directly. `values` are of
/// front50_settings(); errors stand at their places in `section`, and paths count from `folder`.
Result<std::unique_ptr<Target>> make_front50(const std::map<std::string, std::string>& values, const Settings& section,
                                             const std::filesystem::path& folder, const std::atomic<bool>* stop);

}  // namespace sailmaker::target
