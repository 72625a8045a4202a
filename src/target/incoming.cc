#include "target/incoming.h"

#include <unistd.h>

#include <atomic>
#include <chrono>

namespace sailmaker::target {

std::string incoming_name(std::string_view incoming) {
  static std::atomic<std::uint64_t> count{0};
  const auto ticks = std::chrono::steady_clock::now().time_since_epoch().count();
  return std::string(incoming) + "/" + std::to_string(::getpid()) + "-" + std::to_string(ticks) + "-" +
         std::to_string(++count);
}

Result<void> put_file(const Folder& root, std::string_view incoming, const std::string& name, std::string_view text) {
  const std::string fresh = incoming_name(incoming);
  const auto file = root.create(fresh, text);
  if (!file) return file.error();
  auto done = root.sync(*file, fresh);
  if (done) done = root.rename(fresh, name);
  if (!done) static_cast<void>(root.remove(fresh).ok());
  return done;
}

}  // namespace sailmaker::target
