#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "target/bucket.h"

namespace sailmaker::target {

/// Where Front50 keeps what in a bucket, and where our own objects are. Nothing of ours begins with what Front50 lists.
class BucketLayout {
 public:
  /// `root` is Front50's rootFolder, without slashes at its ends.
  BucketLayout(Dialect dialect, std::string root);

  /// "front50/pipelines/", and the key of a pipeline below it.
  std::string pipelines() const { return root_ + "/pipelines/"; }
  std::string pipeline(std::string_view id) const;
  /// The id of the pipeline with this key; nothing when it is no pipeline's.
  std::optional<std::string> id_of(std::string_view key) const;

  std::string marker() const { return pipelines().append(marker_name_); }

  std::string record(std::string_view name) const { return records() + std::string(name); }
  std::string records() const { return ours() + "records/"; }
  std::string lock() const { return ours() + "lock"; }
  std::string probe() const { return ours() + "probe"; }
  /// Earlier bodies, where the bucket keeps no versions.
  std::string history() const { return ours() + "history/"; }
  std::string history(std::string_view id) const { return history() + std::string(id) + "/"; }

 private:
  std::string ours() const { return root_ + "/.sailmaker/"; }

  std::string root_;
  std::string_view file_name_;
  std::string_view marker_name_;
};

}  // namespace sailmaker::target
