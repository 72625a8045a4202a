#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace sailmaker::target {

/// A new folder in the temporary folder, removed with all in it at the end.
class Scratch {
 public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// The file's text; empty when it is not there.
std::string text_of(const std::filesystem::path& file);
/// Makes the file, and the folders above it.
void put_text(const std::filesystem::path& file, std::string_view text);

/// Runs `body` in a child process; true when none of its expectations failed and it ended by itself.
bool succeeds_in_child(const std::function<void()>& body);

}  // namespace sailmaker::target
