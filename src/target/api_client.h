#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/client.h"
#include "target/api_settings.h"
#include "target/login.h"
#include "value/value.h"

namespace sailmaker::target {

/// Calls one of Spinnaker's services, logged in as the settings say. All functions may be called from many threads at
/// once.
class ApiClient {
 public:
  explicit ApiClient(ApiSettings settings);

  const std::string& url() const { return settings_.url; }

  /// Reads, trying again where the answer does not come. `path` begins with a slash and is encoded.
  Result<http::Response> get(const std::string& path);
  /// The same, decoded; anything but good JSON is an error.
  Result<Value> get_json(const std::string& path);
  /// Changes something, so that it is sent again only where none of it can have arrived. `body` is JSON, or empty.
  Result<http::Response> change(const std::string& method, const std::string& path, std::string body);
  /// The same for calls that Gate answers only when a task of Orca's is done, which takes minutes.
  Result<http::Response> change_patiently(const std::string& method, const std::string& path, std::string body);

  /// What an answer means that was not wanted.
  Error error_of(const std::string& method, const std::string& path, const http::Response& response) const;

 private:
  Result<http::Response> send(http::Client& client, http::Request request);

  ApiSettings settings_;
  http::Client client_;
  http::Client patient_client_;
  Login login_;
};

/// A JSON text that a service answered; an error names the call.
Result<Value> decode_answer(const std::string& call, std::string_view text);

}  // namespace sailmaker::target
