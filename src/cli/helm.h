#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/process.h"

namespace sailmaker::cli {

/// A folder of its own below the system's temporary one; removed, with all that is in it, at the end.
class TemporaryFolder {
 public:
  static Result<TemporaryFolder> make();
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

/// Helm's binary: `named` (a file, or a name on PATH), or without it `helm` or `helm3` on PATH. An error says how to
/// get it.
Result<std::filesystem::path> find_helm(const std::string& named);

/// Runs Helm with these words in `folder`. Neither a configuration nor a cluster of whoever calls has a say in what
/// comes out.
Result<Ended> run_helm(const std::filesystem::path& helm, const std::vector<std::string>& words,
                       const std::filesystem::path& folder);

}  // namespace sailmaker::cli
