#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "target/api_place.h"
#include "target/target.h"
#include "value/value.h"

namespace sailmaker::target {

/// The bodies that a target's last listing brought. Each answers one read, and none after a minute: whoever asks twice
/// wants to know what is there now. All functions may be called from many threads at once.
class ApiListing {
 public:
  /// Takes a listing, and gives what Target::list() says of it. Those without a usable id are left out, and ghosts.
  std::vector<Listed> list(const std::vector<Value>& pipelines, Ghosts& ghosts);
  std::optional<Stored> take(std::string_view id);
  void forget(std::string_view id);

 private:
  std::mutex mutex_;  // guards all below
  std::chrono::steady_clock::time_point listed_at_;
  std::map<std::string, Stored, std::less<>> bodies_;
};

}  // namespace sailmaker::target
