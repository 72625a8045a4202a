#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

namespace sailmaker::cli {

class Arguments;

/// A bar on standard error for work that takes long: it appears after half a second, only on a terminal and not with
/// --quiet, and is gone when the work is done. update() may be called from any thread, often.
class Progress {
 public:
  Progress(const Arguments& arguments, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::size_t done, std::size_t total);
  std::function<void(std::size_t, std::size_t)> callback();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  bool enabled_;
  std::mutex lock_;  // guards the rest
  Clock::time_point next_;
  std::size_t shown_ = 0;
  bool visible_ = false;
};

/// "[#########---------------]  37 %  3,700 of 10,000"
std::string progress_line(std::size_t done, std::size_t total);

}  // namespace sailmaker::cli
