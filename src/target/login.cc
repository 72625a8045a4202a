#include "target/login.h"

#include <fmt/core.h>

#include <ctime>

#include "http/url.h"
#include "target/api_pipeline.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

constexpr std::int64_t kNearlyExpired = 30;  // seconds

const http::Header kForm = {"Content-Type", "application/x-www-form-urlencoded"};

/// "a=1; b=2" of all cookies that an answer sets.
std::string cookies_of(const http::Response& response) {
  std::string cookies;
  for (const http::Header& header : response.headers) {
    if (header.name != "set-cookie") continue;
    cookies.append(cookies.empty() ? "" : "; ").append(header.value.substr(0, header.value.find(';')));
  }
  return cookies;
}

Error failed(std::string message) { return Error("login: " + std::move(message)); }

}  // namespace

Result<http::Headers> Login::headers() {
  const std::lock_guard guard(mutex_);
  if (is_known_) return headers_;
  auto fetched = log_in();
  if (!fetched) return fetched;
  headers_ = std::move(*fetched);
  is_known_ = true;
  return headers_;
}

bool Login::renew(const http::Headers& refused) {
  const ApiLogin& login = settings_.login;
  if (login.way != ApiLogin::Way::oauth2 && login.way != ApiLogin::Way::form) return false;
  const std::lock_guard guard(mutex_);
  if (!is_known_ || headers_ != refused) return true;  // another thread did
  is_known_ = false;
  kept_token_refused_ = true;
  return true;
}

Result<http::Headers> Login::log_in() {
  const ApiLogin& login = settings_.login;
  switch (login.way) {
    case ApiLogin::Way::none: return http::Headers();
    case ApiLogin::Way::basic: return http::Headers{http::basic_auth(login.username, login.password)};
    case ApiLogin::Way::bearer: return http::Headers{http::bearer_auth(login.token)};
    case ApiLogin::Way::oauth2: return by_token();
    case ApiLogin::Way::form: return by_form();
  }
  return http::Headers();
}

Result<http::Headers> Login::by_form() {
  http::Request request;
  request.method = "POST";
  request.url = settings_.url + "/login";
  request.headers = settings_.headers;
  request.headers.push_back(kForm);
  request.body = http::query_of({{"username", settings_.login.username}, {"password", settings_.login.password}});
  request.repeat = http::Repeat::safe;
  const auto answer = client_.send(request);
  if (!answer) return answer.error();
  const std::string cookies = cookies_of(*answer);
  const bool is_refused = answer->status >= 400 || answer->header("location").find("error") != std::string_view::npos;
  if (is_refused || cookies.empty()) {
    return failed(
        fmt::format("{} does not let '{}' in (HTTP {})", request.url, settings_.login.username, answer->status));
  }
  return http::Headers{{"Cookie", cookies}};
}

Result<http::Headers> Login::by_token() {
  auto token = fetch_token();
  if (!token) return token.error();
  http::Headers headers = {http::bearer_auth(*token)};
  // Gate takes a token at its login only, and knows the session from then on. Others need no more than the token.
  http::Request request;
  request.url = settings_.url + "/login";
  request.headers = settings_.headers;
  request.headers.insert(request.headers.end(), headers.begin(), headers.end());
  request.repeat = http::Repeat::safe;
  const auto answer = client_.send(request);
  if (!answer) return answer.error();
  if (const std::string cookies = cookies_of(*answer); !cookies.empty()) headers.push_back({"Cookie", cookies});
  return headers;
}

Result<std::string> Login::fetch_token() {
  const ApiLogin& login = settings_.login;
  const std::int64_t now = std::time(nullptr);
  const bool is_fresh = login.token_expires == 0 || login.token_expires > now + kNearlyExpired;
  if (!login.token.empty() && is_fresh && !kept_token_refused_) return login.token;
  if (login.refresh_token.empty() && login.client_secret.empty()) {
    return failed("the token has expired, and there is no refresh token").with_hint(settings_.login_hint);
  }
  // Servers take the client's secret in a header, by the standard, or only in the body, by habit.
  for (const bool secret_in_body : {false, true}) {
    const auto answer = client_.send(token_request(secret_in_body));
    if (!answer) return answer.error();
    const auto body = parse_json(answer->body, "token");
    if (answer->ok() && body) {
      if (std::string token = text_of(*body, "access_token"); !token.empty()) return token;
    }
    if (!secret_in_body && (answer->status == 400 || answer->status == 401)) continue;
    const std::string reason = body ? text_of(*body, "error") + " " + text_of(*body, "error_description") : "";
    return failed(fmt::format("{} gives no token (HTTP {}) {}", login.token_url, answer->status, reason));
  }
  return failed(login.token_url + " gives no token");
}

http::Request Login::token_request(bool secret_in_body) const {
  const ApiLogin& login = settings_.login;
  std::vector<std::pair<std::string, std::string>> form;
  if (login.refresh_token.empty()) {
    form = {{"grant_type", "client_credentials"}};
    if (!login.scope.empty()) form.push_back({"scope", login.scope});
  } else {
    form = {{"grant_type", "refresh_token"}, {"refresh_token", login.refresh_token}};
  }
  http::Request request;
  request.method = "POST";
  request.url = login.token_url;
  request.headers = {kForm, {"Accept", "application/json"}};
  if (secret_in_body) {
    form.push_back({"client_id", login.client_id});
    form.push_back({"client_secret", login.client_secret});
  } else {
    request.headers.push_back(http::basic_auth(http::encode(login.client_id), http::encode(login.client_secret)));
  }
  request.body = http::query_of(form);
  request.repeat = http::Repeat::safe;
  return request;
}

}  // namespace sailmaker::target
