#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker::target {

/// An object as a listing shows it.
struct BucketEntry {
  std::string key;
  std::string etag;           ///< without quotes; the MD5 of the body, or something else (encrypted, in parts)
  std::string version;        ///< a version's id or generation; empty in a listing that knows none
  std::int64_t modified = 0;  ///< milliseconds since 1970
  bool is_delete_marker = false;
};

/// One page of a listing.
struct BucketPage {
  std::vector<BucketEntry> entries;
  /// Names and values of the query that asks for the next page; empty after the last one.
  std::vector<std::pair<std::string, std::string>> next;
};

/// What the XML says: a ListBucketResult (ListObjectsV2) or a ListVersionsResult. An error when it is neither.
Result<BucketPage> parse_listing(const std::string& xml);

/// The parts of an Error document; all empty when `xml` is none.
struct StoreError {
  std::string code;     ///< "NoSuchBucket"
  std::string message;  ///< the store's own words
  std::string region;   ///< where the bucket really is, when that is what was wrong
};
StoreError parse_store_error(const std::string& xml);

/// The text of the first element of this name, however deep; empty when there is none. For the small answers of other
/// services (STS).
std::string element_text(const std::string& xml, std::string_view name);

/// "2009-10-12T17:50:30.000Z" and "Wed, 12 Oct 2009 17:50:00 GMT" as milliseconds since 1970; 0 when they are not that.
std::int64_t parse_iso_time(std::string_view text);
std::int64_t parse_http_date(std::string_view text);

/// An ETag without its quotes.
std::string plain_etag(std::string_view etag);

/// Whether an ETag may be the MD5 of the body.
bool looks_like_md5(std::string_view etag);

}  // namespace sailmaker::target
