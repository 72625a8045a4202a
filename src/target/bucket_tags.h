#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "target/bucket.h"

namespace sailmaker::target {

/// Which tag stands for a version. For S3 the version, an MD5, is the ETag itself unless somebody encrypted the object
/// with a key of his own or wrote it in parts; Google's generations must have been seen. May be used from many threads.
class BucketTags {
 public:
  explicit BucketTags(Dialect dialect) : dialect_(dialect) {}

  /// An object with this version was seen to have this tag.
  void remember(const std::string& key, const std::string& version, const std::string& tag) {
    if (dialect_ == Dialect::s3 && tag == quoted(version)) return;
    const std::lock_guard guard(mutex_);
    seen_[key] = {version, tag};
  }

  /// The tag of an object with this version, as far as can be told without looking.
  std::optional<std::string> tag_of(const std::string& key, const std::string& version) {
    const std::lock_guard guard(mutex_);
    const auto found = seen_.find(key);
    if (found != seen_.end() && found->second.version == version) return found->second.tag;
    if (dialect_ == Dialect::gcs) return std::nullopt;
    return quoted(version);
  }

 private:
  struct Seen {
    std::string version;
    std::string tag;
  };
  static std::string quoted(const std::string& version) { return '"' + version + '"'; }

  const Dialect dialect_;
  std::mutex mutex_;
  std::unordered_map<std::string, Seen> seen_;  // by key; guarded by mutex_
};

}  // namespace sailmaker::target
