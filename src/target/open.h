#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "target/target.h"
#include "value/places.h"
#include "value/value.h"

namespace sailmaker::target {

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The place of the part of the section at `path`, for errors; fleet::Origin::locate() with the section's own path in
/// front does it.
using Locate = std::function<Source(const Path& path, Places::Part part)>;

/// How long a server may still take when its target was told to stop: what is under way may end, and one that hangs is
/// not waited for.
inline constexpr std::chrono::milliseconds kGrace{5000};

/// The target that a fleet's `target:` section describes. `${NAME}` in its texts (NAME of A-Z, 0-9 and _) is filled in
/// from `environment` (only here: everywhere else `${...}` is SpEL). Each key may instead be given as `<key>_file`,
/// which names a file with the value; one newline at its end is left out. Relative paths count from `folder`. Errors
/// name unknown kinds and keys with a near miss, kinds that this version does not have, and variables that are not set;
/// with `locate`, each stands at its place. Nothing is contacted yet. Once `stop` is true, the target waits no longer
/// than kGrace for a server's answer; it must live as long as the target.
Result<std::unique_ptr<Target>> open(const Value& section, const std::filesystem::path& folder,
                                     const Environment& environment, const Locate& locate = {},
                                     const std::atomic<bool>* stop = nullptr);

}  // namespace sailmaker::target
