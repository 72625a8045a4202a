#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "http/client.h"
#include "http/request.h"
#include "target/settings.h"

namespace sailmaker::target {

/// How Spinnaker is told who calls.
struct ApiLogin {
  enum class Way {
    none,
    basic,   ///< username and password in each call
    bearer,  ///< a token in each call
    oauth2,  ///< a token from token_url, then a session of Gate
    form,    ///< username and password to Gate's login page (LDAP), then a session
  } way = Way::none;
  std::string username, password;
  std::string token;               ///< of bearer; of oauth2, one that was kept, may be empty
  std::int64_t token_expires = 0;  ///< seconds since 1970; 0: not known
  std::string token_url, client_id, client_secret, scope, refresh_token;
};

/// What a target of Front50 or Gate is opened with.
struct ApiSettings {
  std::string url;        ///< without a slash at its end
  http::Headers headers;  ///< for every call
  ApiLogin login;
  std::string ca, certificate, key, key_password;  ///< files and the key's password, for TLS
  bool trusts_any_server = false;                  ///< only spin's configuration can say that
  std::string login_hint;                          ///< what to do when Spinnaker does not know who calls
  const std::atomic<bool>* stop = nullptr;         ///< see open()
};

/// The settings that both kinds know.
std::vector<Setting> api_settings();

/// Decodes them; a missing url stays empty. Paths count from `folder`. An error says, at its place in `section`, what
/// is wrong or does not go together.
Result<ApiSettings> decode_api_settings(const std::map<std::string, std::string>& values, const Settings& section,
                                        const std::filesystem::path& folder);

/// An address for calls, without slashes at its end. What is wrong with it otherwise is an error without a place.
Result<std::string> api_url(std::string_view text);

}  // namespace sailmaker::target
