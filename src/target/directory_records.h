#pragma once

#include <string>

#include "target/target.h"

namespace sailmaker::target {

/// Records as files of one folder in a directory target, written through its incoming folder. `root` is the target's
/// directory; the folders count from it and are made when they are missing.
class DirectoryRecords final : public Records {
 public:
  DirectoryRecords(std::string root, std::string folder, std::string incoming)
      : root_(std::move(root)), folder_(std::move(folder)), incoming_(std::move(incoming)) {}

  Result<void> put(std::string_view name, std::string_view text) override;
  Result<std::optional<std::string>> get(std::string_view name) override;
  Result<void> remove(std::string_view name) override;
  Result<std::vector<std::string>> names() override;

 private:
  std::string root_;
  std::string folder_;
  std::string incoming_;
};

}  // namespace sailmaker::target
