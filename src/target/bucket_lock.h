#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "target/bucket.h"
#include "target/bucket_abilities.h"

namespace sailmaker::target {

/// What the lock of a bucket is made of.
struct LockPlace {
  std::shared_ptr<Bucket> bucket;
  std::string key;
  BucketAbilities abilities;
  std::string shown;                   ///< the target, for messages
  std::chrono::milliseconds settling;  ///< see BucketSettings::lock_settling
};

/// Takes the lock that is the object `place.key`, a JSON that names its holder; an error tells who has it. While the
/// returned object lives, a thread renews the lock every quarter minute. A lock that was not renewed for a minute by
/// the store's own clock, or whose holder was a process of this machine that is gone, is taken over. The bucket lives
/// as long.
Result<std::shared_ptr<void>> lock_bucket(LockPlace place, std::string_view who);

}  // namespace sailmaker::target
