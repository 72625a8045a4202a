// AssumeRole and AssumeRoleWithWebIdentity, https://docs.aws.amazon.com/STS/latest/APIReference/.
#include <fcntl.h>

#include <utility>
#include <vector>

#include "http/url.h"
#include "target/aws_remote.h"
#include "target/bucket_answers.h"
#include "target/folder.h"

namespace sailmaker::target {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string endpoint_of(const AwsRole& role, const Environment& environment) {
  for (const char* variable : {"AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"}) {
    if (const auto given = environment(variable); given && !given->empty()) return *given;
  }
  const char* domain = role.region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
  return "https://sts." + role.region + domain;
}

Parameters parameters_of(const char* action, const AwsRole& role) {
  Parameters parameters = {{"Action", action},
                           {"Version", "2011-06-15"},
                           {"RoleArn", role.arn},
                           {"RoleSessionName", role.session_name.empty() ? "sailmaker" : role.session_name}};
  if (!role.external_id.empty()) parameters.emplace_back("ExternalId", role.external_id);
  if (!role.duration_seconds.empty()) parameters.emplace_back("DurationSeconds", role.duration_seconds);
  return parameters;
}

http::Request request_of(const Parameters& parameters, const AwsRole& role, const Environment& environment) {
  http::Request request;
  request.method = "POST";
  request.url = endpoint_of(role, environment) + "/";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  request.body = http::query_of(parameters);
  request.repeat = http::Repeat::safe;
  return request;
}

Result<AwsKeys> ask(const http::Request& request, const AwsRole& role) {
  http::Client client{http::Options()};
  const auto answer = client.send(request);
  if (!answer) return answer.error();
  if (!answer->ok()) {
    std::string why = element_text(answer->body, "Code") + ": " + element_text(answer->body, "Message");
    if (why == ": ") why = "HTTP status " + std::to_string(answer->status);
    return Error("cannot take on role " + role.arn + ": " + why);
  }
  AwsKeys keys = {element_text(answer->body, "AccessKeyId"), element_text(answer->body, "SecretAccessKey"),
                  element_text(answer->body, "SessionToken"), std::nullopt};
  if (keys.id.empty() || keys.secret.empty()) return Error("the answer for role " + role.arn + " holds no keys");
  const std::int64_t expiry = parse_iso_time(element_text(answer->body, "Expiration"));
  if (expiry != 0) keys.expiry = std::chrono::system_clock::time_point(std::chrono::milliseconds(expiry));
  return keys;
}

}  // namespace

Result<AwsKeys> assume_role(const AwsRole& role, const AwsKeys& own, const Environment& environment) {
  http::Request request = request_of(parameters_of("AssumeRole", role), role, environment);
  request.signing =
      http::Signing{http::Signing::Scheme::aws4, role.region, "sts", own.id, own.secret, own.session_token};
  return ask(request, role);
}

Result<AwsKeys> assume_role_by_token(const AwsRole& role, const std::string& token_file,
                                     const Environment& environment) {
  auto file = read_file(AT_FDCWD, token_file.c_str(), token_file);
  if (!file) return std::move(file).error();
  if (!*file) return Error("the token file " + token_file + " for role " + role.arn + " does not exist");
  std::string token = std::move((*file)->text);
  while (token.ends_with('\n')) token.pop_back();
  Parameters parameters = parameters_of("AssumeRoleWithWebIdentity", role);
  parameters.emplace_back("WebIdentityToken", std::move(token));
  return ask(request_of(parameters, role, environment), role);
}

}  // namespace sailmaker::target
