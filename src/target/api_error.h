#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "http/request.h"

namespace sailmaker::target {

/// Error::type where Spinnaker does not know who is calling: logging in again may help.
inline constexpr char kNotLoggedIn[] = "ApiNotLoggedIn";

/// Error::type of a 5xx: what was asked for may have been done all the same.
inline constexpr char kServiceFailed[] = "ApiServiceFailed";

/// True for an answer of JSON that means success.
bool is_good_answer(const http::Response& response);

/// What an answer of Front50 or Gate that is not good means: its own words, "a pipeline with name x already exists in
/// application y", behind `call` ("POST http://front50:8080/pipelines"), or that nobody is logged in. `login_hint` says
/// what to do then.
Error api_error(const std::string& call, const http::Response& response, const std::string& login_hint);

/// True for Front50's (and so Gate's) own "there is no such pipeline", as opposed to an address that nobody serves.
bool is_not_found(const http::Response& response);

}  // namespace sailmaker::target
