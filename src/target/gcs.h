#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "target/open.h"
#include "target/settings.h"
#include "target/target.h"

namespace sailmaker::target {

/// The settings of a target of type gcs; docs/targets.md explains them.
std::vector<Setting> gcs_settings();

/// A bucket of Google Cloud Storage with Front50's layout, through the XML API; parameters as for make_s3().
Result<std::unique_ptr<Target>> make_gcs(const std::map<std::string, std::string>& values, const Settings& section,
                                         const std::filesystem::path& folder, const Environment& environment,
                                         const std::atomic<bool>* stop);

}  // namespace sailmaker::target
