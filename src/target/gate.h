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

/// The settings of a target section of this kind.
std::vector<Setting> gate_settings();

/// Gate, Spinnaker's public API, which writes through tasks of Orca. `values` are of gate_settings(); errors stand at
/// their places in `section`, and paths count from `folder`. Where the section does not say how to log in, spin's own
/// configuration is read (`spin_config`, else ~/.spin/config), and where it names no url, Gate's address from there.
Result<std::unique_ptr<Target>> make_gate(const std::map<std::string, std::string>& values, const Settings& section,
                                          const std::filesystem::path& folder, const Environment& environment,
                                          const std::atomic<bool>* stop);

}  // namespace sailmaker::target
