#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "http/client.h"
#include "target/api_settings.h"

namespace sailmaker::target {

/// Keeps who calls: the headers that say it, fetched when they are first needed. All functions may be called from many
/// threads at once. No error shows a secret.
class Login {
 public:
  /// Both must live as long as this.
  Login(const ApiSettings& settings, http::Client& client) : settings_(settings), client_(client) {}

  /// Logs in when that has not been done yet.
  Result<http::Headers> headers();
  /// Lets go of these headers, so that the next call logs in anew. False where that would bring the same again.
  bool renew(const http::Headers& refused);

 private:
  Result<http::Headers> log_in();
  Result<http::Headers> by_form();
  Result<http::Headers> by_token();
  Result<std::string> fetch_token();
  http::Request token_request(bool secret_in_body) const;

  const ApiSettings& settings_;
  http::Client& client_;
  std::mutex mutex_;  // guards all below
  bool is_known_ = false;
  bool kept_token_refused_ = false;
  http::Headers headers_;
};

}  // namespace sailmaker::target
