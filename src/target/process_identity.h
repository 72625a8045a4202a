#pragma once

#include <cstdint>
#include <string>

namespace sailmaker::target {

/// This process, so that others on the same machine can tell whether it still runs.
struct ProcessIdentity {
  std::string machine;  ///< one boot of one machine, and the container; empty where that cannot be told
  std::int64_t pid = 0;
  std::string started;  ///< when the process began, in the kernel's ticks, as pids come again

  static ProcessIdentity own();
  /// It ran on this machine and does not any more. False when there is any doubt.
  bool is_gone() const;
};

}  // namespace sailmaker::target
