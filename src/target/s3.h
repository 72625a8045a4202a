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

/// The settings of a target of type s3; docs/targets.md explains them.
std::vector<Setting> s3_settings();

/// An S3 bucket with Front50's layout, of settings that Settings::read() gave. `section` places errors; files count
/// from `folder`. Nothing is contacted yet; keys are looked for when the first request needs them.
Result<std::unique_ptr<Target>> make_s3(const std::map<std::string, std::string>& values, const Settings& section,
                                        const std::filesystem::path& folder, const Environment& environment,
                                        const std::atomic<bool>* stop);

}  // namespace sailmaker::target
