#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/folder.h"

namespace sailmaker {

/// The fleet.yaml of a FleetFolder.
extern const std::string_view kFleetText;

/// A fleet in a folder of its own, which goes with this object.
class FleetFolder {
 public:
  using Files = std::vector<std::pair<std::string, std::string>>;

  /// fleet.yaml with the product azar, the team devops and the stacks dev and prod; one service `api` with the
  /// pipelines `deploy` and `check` in both; templates as given.
  explicit FleetFolder(const Files& templates);
  ~FleetFolder();
  FleetFolder(const FleetFolder&) = delete;
  FleetFolder& operator=(const FleetFolder&) = delete;

  void write(const std::string& path, std::string_view text) const;
  void remove(const std::string& path) const;
  /// Reads the fleet; the test fails when it has errors.
  fleet::Fleet read() const;
  const std::filesystem::path& path() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// A whole small pipeline; `extra` lines stand at its end.
std::string small_pipeline(std::string_view name, std::string_view extra = "");

}  // namespace sailmaker
