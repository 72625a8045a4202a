#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sailmaker::http {

/// Percent-encodes all bytes but A-Z, a-z, 0-9 and "-._~"; `encode_path` lets "/" stand as well.
std::string encode(std::string_view text);
std::string encode_path(std::string_view path);
/// The bytes that a percent-encoded text stands for; what is no escape stays as it is.
std::string decode(std::string_view text);

/// "a=1&b=two%20words" of names and values that are not encoded yet.
std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters);

/// The parts of an absolute URL, as they stand in it.
struct UrlParts {
  std::string_view scheme;     ///< "https"
  std::string_view authority;  ///< "user@host:8080"
  std::string_view path;       ///< "/a/b"; empty when there is none
  std::string_view query;      ///< without its '?'
};
UrlParts split_url(std::string_view url);

/// "https://host:8080": where a request goes, fit for messages, as it has no user, no path and no query.
std::string origin_of(std::string_view url);

/// The Host header for this URL: without user, and without the port that the scheme has anyway.
std::string host_of(std::string_view url);

}  // namespace sailmaker::http
