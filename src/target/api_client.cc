#include "target/api_client.h"

#include <chrono>

#include "target/api_error.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

constexpr std::size_t kLargestAnswer = 1U << 30U;  // bytes: 100,000 pipelines of 10 KB

// A task of Orca's that was begun takes a while, and goes on whoever waits for it.
constexpr std::chrono::seconds kTaskGrace{30};

http::Options options_of(const ApiSettings& settings, std::chrono::milliseconds timeout,
                         std::chrono::milliseconds grace) {
  http::Options options;
  options.timeout = timeout;
  options.largest_answer = kLargestAnswer;
  options.ca_file = settings.ca;
  options.certificate_file = settings.certificate;
  options.key_file = settings.key;
  options.key_password = settings.key_password;
  options.verify = settings.trusts_any_server ? http::Options::Verify::no : http::Options::Verify::yes;
  options.compression = http::Options::Compression::yes;
  // Front50 answers 500 to much that stays as it is, so a handful of tries is enough.
  options.retry.answered_tries = 5;
  options.cancelled = settings.stop;
  options.grace = grace;
  return options;
}

}  // namespace

ApiClient::ApiClient(ApiSettings settings)
    : settings_(std::move(settings)),
      client_(options_of(settings_, std::chrono::minutes(2), kGrace)),
      patient_client_(options_of(settings_, std::chrono::minutes(12), kTaskGrace)),
      login_(settings_, client_) {}

Result<http::Response> ApiClient::get(const std::string& path) {
  http::Request request;
  request.url = settings_.url + path;
  request.repeat = http::Repeat::safe;
  return send(client_, std::move(request));
}

Result<Value> ApiClient::get_json(const std::string& path) {
  const auto answer = get(path);
  if (!answer) return answer.error();
  if (!is_good_answer(*answer)) return error_of("GET", path, *answer);
  return decode_answer("GET " + settings_.url + path, answer->body);
}

Result<http::Response> ApiClient::change(const std::string& method, const std::string& path, std::string body) {
  http::Request request;
  request.method = method;
  request.url = settings_.url + path;
  request.body = std::move(body);
  return send(client_, std::move(request));
}

Result<http::Response> ApiClient::change_patiently(const std::string& method, const std::string& path,
                                                   std::string body) {
  http::Request request;
  request.method = method;
  request.url = settings_.url + path;
  request.body = std::move(body);
  return send(patient_client_, std::move(request));
}

Error ApiClient::error_of(const std::string& method, const std::string& path, const http::Response& response) const {
  return api_error(method + " " + settings_.url + path, response, settings_.login_hint);
}

Result<http::Response> ApiClient::send(http::Client& client, http::Request request) {
  request.headers = settings_.headers;
  request.headers.push_back({"Accept", "application/json"});
  if (!request.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  const http::Headers common = request.headers;
  for (int tries = 0;; ++tries) {
    const auto login = login_.headers();
    if (!login) return login.error();
    request.headers = common;
    request.headers.insert(request.headers.end(), login->begin(), login->end());
    auto answer = client.send(request);
    if (!answer) return answer;
    // Sessions end. A service that does not know who calls has done nothing.
    const bool is_unknown = answer->status == 401 || (answer->status >= 300 && answer->status < 400);
    if (!is_unknown || tries > 0 || !login_.renew(*login)) return answer;
  }
}

Result<Value> decode_answer(const std::string& call, std::string_view text) {
  JsonLimits limits;
  limits.size = kLargestAnswer;
  auto value = parse_json(text, "the answer to " + call, limits);
  if (value) return value;
  return Error(call + ": the answer is not JSON").with_cause(std::move(value).error());
}

}  // namespace sailmaker::target
