#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/client.h"
#include "target/bucket_answers.h"

namespace sailmaker::target {

/// How an object store's requests are spelled. Both speak S3's XML.
enum class Dialect {
  s3,   ///< conditions are ETags
  gcs,  ///< Google Cloud Storage: conditions are generations
};

/// Who we are to an object store. May be called from many threads at once.
class Identity {
 public:
  virtual ~Identity() = default;
  /// Puts what proves it into a request: a signing or a token. May have to fetch it first.
  virtual Result<void> prove(http::Request& request) = 0;
  /// The store called the last proof too old: the next one is to be a new one.
  virtual void renew() {}
};

/// What must be true of an object for a request to change it.
struct Condition {
  enum class Kind { none, absent, unchanged } kind = Kind::none;
  std::string tag;  ///< of the object as it was seen (Object::tag), for `unchanged`

  static Condition none() { return {}; }
  static Condition absent() { return {Kind::absent, {}}; }
  static Condition unchanged(std::string seen) { return {Kind::unchanged, std::move(seen)}; }
};

/// An object that was read.
struct Object {
  std::string body;
  std::string tag;            ///< what Condition::unchanged() takes: the ETag as sent, or the generation
  std::int64_t modified = 0;  ///< milliseconds since 1970
  std::int64_t now = 0;       ///< the store's own clock at the time of the answer; 0 when it does not tell
};

struct BucketPlace {
  Dialect dialect = Dialect::s3;
  std::string name;                ///< of the bucket
  std::string url;                 ///< of the bucket, without a slash at its end
  http::Headers put_headers = {};  ///< with each object that is written: its encryption
};

/// The requests to one bucket, and how its answers are read. May be used from many threads at once.
class Bucket {
 public:
  Bucket(BucketPlace place, std::shared_ptr<Identity> identity, http::Options options);

  http::Request get(std::string_view key, std::string_view version = {}) const;
  http::Request put(std::string_view key, std::string_view body, const Condition& condition) const;
  http::Request remove(std::string_view key, const Condition& condition) const;

  /// Sends one, or many at once. Keys that have become too old are renewed, and a clock that differs from the store's
  /// is allowed for.
  Result<http::Response> send(http::Request request);
  std::vector<Result<http::Response>> send_all(std::vector<http::Request> requests);

  /// Nothing when there is no such object; an error when the bucket itself is missing.
  Result<std::optional<Object>> read(std::string_view key, std::string_view version = {});
  /// What the answer to get() holds; the same rules.
  Result<std::optional<Object>> object_of(Result<http::Response> answer, std::string_view key) const;
  /// Writes or removes without a condition.
  Result<void> write(std::string_view key, std::string_view body);
  Result<void> erase(std::string_view key);

  /// All objects whose key begins with `prefix`, page by page in the order of their keys.
  Result<std::vector<BucketEntry>> list(std::string_view prefix);
  /// All versions of all objects whose key begins with `prefix`, delete markers included, newest first for each key.
  Result<std::vector<BucketEntry>> list_versions(std::string_view prefix);
  /// Whether the bucket keeps versions; nothing when we may not ask.
  Result<std::optional<bool>> keeps_versions();

  /// The error that an answer which is no success stands for. `doing` as in "cannot <doing>: ...".
  Error error_of(const http::Response& response, const std::string& doing) const;

  const BucketPlace& place() const { return place_; }

 private:
  http::Request request(std::string method, std::string_view key) const;
  std::string url_of(std::string_view key) const;
  Result<std::vector<BucketEntry>> list_pages(std::vector<std::pair<std::string, std::string>> query,
                                              std::string_view prefix);
  bool must_repeat(const Result<http::Response>& answer);

  BucketPlace place_;
  std::shared_ptr<Identity> identity_;
  /// Seconds by which the store's clock is ahead of ours, as far as that kept a request from being accepted.
  std::shared_ptr<std::atomic<std::int64_t>> clock_offset_;
  http::Client client_;
};

/// How many requests a bucket gets at once.
constexpr unsigned kBucketConcurrency = 64;

}  // namespace sailmaker::target
