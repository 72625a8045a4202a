#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sailmaker::http {

struct Header {
  std::string name;
  std::string value;

  bool operator==(const Header&) const = default;
};
using Headers = std::vector<Header>;

/// Whether a request may reach the server twice. `safe` when that does the same as once, or when the caller can tell
/// from the answer (see Response::maybe_done_before).
enum class Repeat { no, safe };

/// How a request is signed: AWS Signature Version 4, or Google's variant of it for HMAC keys.
struct Signing {
  enum class Scheme { aws4, goog4 } scheme = Scheme::aws4;
  std::string region = {};
  std::string service = {};  ///< "s3", "sts", "storage"
  std::string access_key_id = {};
  std::string secret_access_key = {};
  std::string session_token = {};  ///< of temporary keys, else empty
};

struct Request {
  std::string method = "GET";
  std::string url;  ///< http or https, percent-encoded (url.h)
  Headers headers = {};
  std::string body = {};
  Repeat repeat = Repeat::no;
  std::optional<Signing> signing = {};  ///< each try is signed anew, at its own time
};

struct Response {
  int status = 0;
  Headers headers;  ///< names in lower case
  std::string body;
  /// An earlier try of this request ended without an answer that tells whether it was carried out (a timeout, a lost
  /// connection, a 5xx). So a 409 or 412 may be the echo of one's own success.
  bool maybe_done_before = false;

  /// The first header of this lower-case name; empty when there is none.
  std::string_view header(std::string_view name) const;
  bool ok() const { return status >= 200 && status < 300; }
};

/// The headers for basic authentication and for a token.
Header basic_auth(std::string_view user, std::string_view password);
Header bearer_auth(std::string_view token);

}  // namespace sailmaker::http
