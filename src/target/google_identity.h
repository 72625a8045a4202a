#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "target/bucket.h"
#include "target/open.h"

namespace sailmaker::target {

/// An HMAC key of Cloud Storage (interoperability).
std::shared_ptr<Identity> google_hmac_identity(std::string access_key_id, std::string secret);

/// A service account by its key file's JSON: a token of an hour from the token_uri that stands in it, renewed before it
/// ends. An error when the JSON is no such key.
Result<std::shared_ptr<Identity>> google_account_identity(const std::string& key_json);

/// The account of the machine or pod, from Google's metadata service (at GCE_METADATA_HOST, if that is set).
std::shared_ptr<Identity> google_metadata_identity(const Environment& environment);

}  // namespace sailmaker::target
