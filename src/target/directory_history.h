#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "target/folder.h"

namespace sailmaker::target {

// The earlier bodies of a pipeline, each a file history/<id>/<epoch ms>-<n>.json: when it was written, and a running
// number that gives the order even where clocks went back. Callers hold the pipeline's NameLock when they change it.

/// The earlier versions that are kept of each pipeline.
constexpr std::size_t kKeptRevisions = 20;

class DirectoryHistory {
 public:
  /// `folder` is the history's own folder, as a name in `root`.
  DirectoryHistory(const Folder& root, const std::string& folder, std::string_view id)
      : root_(root), all_(folder), folder_(folder + "/" + std::string(id)) {}

  /// Keeps the file `name`, whose content is `present`. Nothing to do when it was kept before: a writer that was killed
  /// between keeping and replacing did that.
  Result<void> keep(const std::string& name, const FileText& present);
  /// Has what keep() did outlast a crash.
  Result<void> sync() const;
  /// Takes back what keep() did, as far as possible, when what it was kept for has failed.
  void forget();
  /// Removes the oldest beyond kKeptRevisions. Failures are left for the next time.
  void prune();
  /// At most `limit`, newest first, without the file that is `present` itself.
  Result<std::vector<FileText>> earlier(ino_t present, std::size_t limit) const;

 private:
  struct Kept {
    std::int64_t number;
    std::int64_t modified;
    std::string name;
  };

  /// Newest first.
  Result<std::vector<Kept>> kept() const;

  const Folder& root_;
  std::string all_;
  std::string folder_;
  bool is_new_ = false;    // keep() made the folder
  std::string kept_name_;  // by keep(); empty when it had nothing to do
};

}  // namespace sailmaker::target
