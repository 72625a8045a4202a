#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "http/client.h"
#include "target/bucket.h"
#include "target/target.h"

namespace sailmaker::target {

struct BucketSettings {
  BucketPlace place;
  std::string root = "front50";  ///< Front50's rootFolder
  std::string shown;             ///< the target in messages, "s3 bucket spinnaker/front50"
  /// The store is known to honour conditions; else it is tried out before the first write.
  bool honours_conditions = false;
  /// Where the store knows no conditions: how long who takes the lock waits to see whether somebody did so at the same
  /// moment.
  std::chrono::milliseconds lock_settling{500};
  http::Options http = {};
};

/// Front50's layout in a bucket (bucket_layout.h), for S3, what speaks like it, and Google Cloud Storage. The version
/// of a pipeline is the MD5 of its body, which most stores list as its ETag, so a listing tells what has changed.
/// Nothing is asked of the store before the first call.
std::unique_ptr<Target> make_bucket_target(BucketSettings settings, std::shared_ptr<Identity> identity);

}  // namespace sailmaker::target
