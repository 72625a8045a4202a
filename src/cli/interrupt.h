#pragma once

#include <atomic>

namespace sailmaker::cli {

/// Becomes true at the first Ctrl-C (SIGINT) or SIGTERM: finish what is under way, then report. A second one ends the
/// program at once. Installed by the first call; commands that only read do not call it.
const std::atomic<bool>& interrupted();

/// The same flag, which nobody sets unless interrupted() was called: for what lives longer than a command knows.
const std::atomic<bool>& stop_flag();

}  // namespace sailmaker::cli
