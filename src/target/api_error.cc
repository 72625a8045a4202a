#include "target/api_error.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "http/url.h"
#include "target/api_pipeline.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

constexpr std::size_t kLongestReason = 1000;  // bytes of the service's own words in a message

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

bool is_web_page(const http::Response& response) {
  const std::string_view type = response.header("content-type");
  return type.find("html") != std::string_view::npos || trimmed(response.body).starts_with('<');
}

bool is_redirection(const http::Response& response) { return response.status >= 300 && response.status < 400; }

std::optional<Value> json_of(const http::Response& response) {
  if (trimmed(response.body).empty() || is_web_page(response)) return {};
  auto value = parse_json(response.body, "answer");
  if (!value || !value->is_map()) return {};
  return std::move(*value);
}

/// On one line, not too long, and text.
std::string shown(std::string_view text) {
  std::string out(trimmed(text).substr(0, kLongestReason));
  while (find_invalid_utf8(out) != std::string::npos && !out.empty()) out.pop_back();
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return out;
}

/// `message`, with the entries of `errors` that it does not repeat.
std::string reason_of(const Value& body) {
  std::string reason = text_of(body, "message");
  if (const Value* errors = body.find("errors"); errors != nullptr && errors->is_list()) {
    for (const Value& error : errors->as_list()) {
      if (!error.is_string() || reason.find(error.as_string()) != std::string::npos) continue;
      reason.append(reason.empty() ? "" : "; ").append(error.as_string());
    }
  }
  return reason.empty() ? text_of(body, "error") : reason;
}

std::string reason_of(const http::Response& response) {
  if (const auto body = json_of(response)) return shown(reason_of(*body));
  return is_web_page(response) ? std::string() : shown(response.body);
}

Error not_logged_in(const std::string& call, std::string_view what, const std::string& hint) {
  Error error(fmt::format("{}: {}: you are not logged in", call, what));
  error.type = kNotLoggedIn;
  return std::move(error).with_hint(hint);
}

}  // namespace

bool is_good_answer(const http::Response& response) { return response.ok() && !is_web_page(response); }

Error api_error(const std::string& call, const http::Response& response, const std::string& login_hint) {
  const std::string code = fmt::format("HTTP {}", response.status);
  if (response.status == 401) return not_logged_in(call, code, login_hint);
  if (is_redirection(response)) {
    const std::string_view place = response.header("location");
    const bool is_elsewhere = place.find("://") != std::string_view::npos;
    const std::string shown_place =
        is_elsewhere ? http::origin_of(place) : std::string(place.substr(0, place.find('?')));
    return not_logged_in(call, code + ", the answer leads to " + shown_place, login_hint);
  }
  if (response.ok() && is_web_page(response)) {
    return not_logged_in(call, "the answer is a web page and not JSON",
                         login_hint + "; or the url is not that of the API");
  }
  const std::string reason = reason_of(response);
  if (reason.empty() && response.status == 400) {
    return Error(fmt::format("{}: refused without a reason ({})", call, code))
        .with_hint("Front50 does so when a field has a type that it does not expect, such as stages that are no list");
  }
  Error error(reason.empty() ? fmt::format("{}: {}", call, code) : fmt::format("{}: {} ({})", call, reason, code));
  if (response.status >= 500) error.type = kServiceFailed;
  return error;
}

bool is_not_found(const http::Response& response) {
  if (response.status != 404) return false;
  const auto body = json_of(response);
  if (!body) return false;
  const std::string exception = text_of(*body, "exception");
  return exception.ends_with(".NotFoundException") || exception.ends_with("SpinnakerHttpException");
}

}  // namespace sailmaker::target
