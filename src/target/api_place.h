#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sailmaker::target {

/// Pipelines that were removed a moment ago. Front50 answers from a cache by id what it does not find stored, until its
/// next refresh: up to a minute, by its defaults. All functions may be called from many threads at once.
class Ghosts {
 public:
  void add(std::string_view id, std::string version);
  void forget(std::string_view id);
  /// Whether this version is what was removed.
  bool is_ghost(std::string_view id, const std::string& version);

 private:
  struct Ghost {
    std::string version;
    std::chrono::steady_clock::time_point when;
  };

  std::mutex mutex_;
  std::map<std::string, Ghost, std::less<>> ghosts_;  // guarded by mutex_
};

/// What all targets of one service have in common within this process.
struct ApiPlace {
  std::mutex writing;  ///< held from comparing to writing
  Ghosts ghosts;

  std::mutex mutex;  ///< guards what follows
  bool is_held = false;
  std::string holder;  ///< who has the lock
};

/// The one of the service that is described so.
std::shared_ptr<ApiPlace> api_place(const std::string& described);

/// Target::lock() within this process.
Result<std::shared_ptr<void>> take_place(const std::shared_ptr<ApiPlace>& place, std::string_view who,
                                         const std::string& described);

}  // namespace sailmaker::target
