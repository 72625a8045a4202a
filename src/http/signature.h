#pragma once

#include <chrono>
#include <string>

#include "http/request.h"

namespace sailmaker::http {

/// The headers that sign `request` as `signing` says, at the time `date`: Authorization, the date, for S3 and Google's
/// storage the digest of the body, and the session token. All headers of the request are signed too, so they must be
/// sent as they are. The request's path and query must be percent-encoded by url.h: they are signed as they stand,
/// the query sorted.
Headers signature_of(const Request& request, const Signing& signing, std::chrono::system_clock::time_point date);

}  // namespace sailmaker::http
