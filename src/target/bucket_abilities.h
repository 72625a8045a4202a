#pragma once

#include <mutex>
#include <optional>

#include "target/bucket.h"
#include "target/bucket_layout.h"

namespace sailmaker::target {

/// What a bucket can do beyond storing objects.
struct BucketAbilities {
  bool put_if_absent = false;
  bool put_if_unchanged = false;
  bool remove_if_unchanged = false;
  bool keeps_versions = false;
  /// The store is known to keep to conditions in every case. Others, tried out, may still let one through where an
  /// object was removed meanwhile or a removal races with a write, or refuse one that holds: they get conditions as a
  /// second guard, after a comparison of ours.
  bool trusted = false;
};

/// Finds the abilities out when they are first needed, and once. Stores differ: some ignore conditions without a word,
/// so it is tried on an object of ours, `layout.probe()`, which stays. May be used from many threads at once.
class AbilityProbe {
 public:
  /// `trusted`: nothing need be tried (Amazon's and Google's own stores).
  AbilityProbe(Bucket& bucket, const BucketLayout& layout, bool trusted)
      : bucket_(bucket), layout_(layout), trusted_(trusted) {}

  Result<BucketAbilities> get();

 private:
  Result<BucketAbilities> find_out();
  Result<void> try_conditions(BucketAbilities& found);
  Result<bool> is_refused(http::Request request);

  Bucket& bucket_;
  const BucketLayout& layout_;
  const bool trusted_;
  std::mutex mutex_;
  std::optional<BucketAbilities> known_;  // guarded by mutex_
};

}  // namespace sailmaker::target
