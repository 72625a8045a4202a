#pragma once

#include <memory>
#include <string>

#include "tests/target/places.h"

namespace sailmaker::target {

/// What a bucket's store is like; see tests/target/s3_server.py.
struct BucketNature {
  std::string kind;  ///< part of the bucket's name, which tells our server how to behave
  bool keeps_versions = false;
};

/// A new bucket of the server that SAILMAKER_TEST_S3 names (http://key:secret@host:port), or else of one of
/// tests/target/s3_server.py, which is started once in this process.
std::unique_ptr<Place> make_s3_place(const BucketNature& nature);

/// A bucket of tests/target/s3_server.py that plays Google Cloud Storage.
enum class GcsLogin { hmac_key, token };
std::unique_ptr<Place> make_gcs_place(GcsLogin login);

/// Whether SAILMAKER_TEST_S3 names a server: then it is no other than that which is tested.
bool has_real_s3();

}  // namespace sailmaker::target
