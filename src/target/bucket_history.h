#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "target/bucket.h"
#include "target/bucket_layout.h"
#include "target/target.h"

namespace sailmaker::target {

/// The earlier bodies of pipelines: the bucket's own versions, and where it keeps none, copies of ours,
/// history/<id>/<kept>-<modified>-<unique>.json, whose first number gives their order. May be used from many threads.
class BucketHistory {
 public:
  BucketHistory(Bucket& bucket, const BucketLayout& layout);

  /// The request that keeps a copy of `present`, the body of `id`, before something is done to it.
  http::Request keep(std::string_view id, const Object& present);

  /// As Target::history().
  Result<std::vector<Revision>> read(std::string_view id, std::size_t limit);

  /// Removes copies beyond the newest kKeptCopies of all pipelines that keep() was asked about since the last time.
  /// Failures are left for the next time.
  void prune();

 private:
  struct Place {
    std::string key;
    std::string version;
    std::int64_t modified;
  };
  Result<std::vector<Place>> versions(std::string_view id);
  Result<std::vector<Place>> copies(std::string_view id);
  std::int64_t next_moment();
  void prune(const std::vector<BucketEntry>& entries);

  Bucket& bucket_;
  const BucketLayout& layout_;
  const std::string unique_;  // in the names of our copies, so that no other writer's are the same
  std::mutex mutex_;
  std::int64_t last_moment_ = 0;  // guarded by mutex_
  std::set<std::string> grown_;   // ids with new copies; guarded by mutex_
};

/// The copies that are kept of each pipeline.
constexpr std::size_t kKeptCopies = 20;

}  // namespace sailmaker::target
