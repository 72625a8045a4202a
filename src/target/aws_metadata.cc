// Keys that the platform serves on a local address: containers (ECS, EKS Pod Identity) and EC2 instances (IMDSv2).
#include <fcntl.h>

#include <algorithm>
#include <array>
#include <utility>

#include "http/url.h"
#include "target/aws_remote.h"
#include "target/bucket_answers.h"
#include "target/folder.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

/// The services answer at once or are not there.
http::Options nearby() {
  http::Options options;
  options.connect_timeout = std::chrono::seconds(1);
  options.timeout = std::chrono::seconds(5);
  options.largest_answer = 1U << 20U;
  options.proxy = http::Options::Proxy::none;
  options.retry.unanswered_tries = 2;
  return options;
}

std::string text_in(const Value& value, const char* name) {
  const Value* found = value.find(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

Result<http::Response> ask(http::Client& client, const char* method, const std::string& url, http::Headers headers) {
  http::Request request;
  request.method = method;
  request.url = url;
  request.headers = std::move(headers);
  request.repeat = http::Repeat::safe;
  return client.send(request);
}

Error refusal(const http::Response& answer, const std::string& url) {
  return Error("asking for access keys at " + http::origin_of(url) + " gave HTTP status " +
               std::to_string(answer.status));
}

class ContainerKeys final : public KeySource {
 public:
  explicit ContainerKeys(Environment environment) : environment_(std::move(environment)), client_(nearby()) {}

  Result<std::optional<AwsKeys>> fetch() override {
    const std::string relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const std::string url =
        relative.empty() ? variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") : "http://169.254.170.2" + relative;
    if (url.empty()) return std::optional<AwsKeys>();
    if (!is_trusted(url)) {
      return Error("AWS_CONTAINER_CREDENTIALS_FULL_URI may not lead to " + http::origin_of(url) +
                   ": it must be https or an address of this machine");
    }
    auto token = authorization();
    if (!token) return std::move(token).error();
    http::Headers headers;
    if (!token->empty()) headers.push_back({"Authorization", std::move(*token)});
    const auto answer = ask(client_, "GET", url, std::move(headers));
    if (!answer) return answer.error();
    if (!answer->ok()) return refusal(*answer, url);
    auto keys = parse_aws_keys(answer->body, http::origin_of(url));
    if (!keys) return std::move(keys).error();
    return std::optional<AwsKeys>(std::move(*keys));
  }

  std::string describe() const override { return "the container's service"; }

 private:
  std::string variable(const char* name) const { return environment_(name).value_or(""); }

  /// The token goes along, so the address must be one that nobody on the way can answer.
  static bool is_trusted(const std::string& url) {
    static constexpr std::array hosts = {"localhost",     "127.0.0.1",      "[::1]",
                                         "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};
    if (url.starts_with("https://")) return true;
    std::string host = http::host_of(url);
    const std::size_t port = host.rfind(':');
    if (port != std::string::npos && host.find(']', port) == std::string::npos) host.resize(port);
    return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
  }

  Result<std::string> authorization() const {
    const std::string path = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    if (path.empty()) return variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    auto file = read_file(AT_FDCWD, path.c_str(), path);
    if (!file) return std::move(file).error();
    if (!*file) return Error("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names " + path + ", which does not exist");
    std::string token = std::move((*file)->text);
    while (token.ends_with('\n')) token.pop_back();
    return token;
  }

  Environment environment_;
  http::Client client_;
};

class InstanceKeys final : public KeySource {
 public:
  explicit InstanceKeys(Environment environment) : environment_(std::move(environment)), client_(nearby()) {}

  Result<std::optional<AwsKeys>> fetch() override {
    if (environment_("AWS_EC2_METADATA_DISABLED").value_or("") == "true") return std::optional<AwsKeys>();
    const std::string base = endpoint() + "/latest/";
    const auto token = ask(client_, "PUT", base + "api/token", {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}});
    if (!token || !token->ok()) return std::optional<AwsKeys>();  // no such service: this is no EC2 instance
    const http::Headers proof = {{"X-aws-ec2-metadata-token", token->body}};
    const std::string list = base + "meta-data/iam/security-credentials/";
    const auto roles = ask(client_, "GET", list, proof);
    if (!roles) return roles.error();
    if (roles->status == 404) return std::optional<AwsKeys>();  // an instance without a role
    if (!roles->ok()) return refusal(*roles, list);
    const std::string role = roles->body.substr(0, roles->body.find('\n'));
    const auto answer = ask(client_, "GET", list + http::encode(role), proof);
    if (!answer) return answer.error();
    if (!answer->ok()) return refusal(*answer, list);
    auto keys = parse_aws_keys(answer->body, http::origin_of(base));
    if (!keys) return std::move(keys).error();
    return std::optional<AwsKeys>(std::move(*keys));
  }

  std::string describe() const override { return "the metadata service of EC2"; }

 private:
  std::string endpoint() const {
    std::string given = environment_("AWS_EC2_METADATA_SERVICE_ENDPOINT").value_or("");
    while (given.ends_with('/')) given.pop_back();
    if (!given.empty()) return given;
    const bool is_six = environment_("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE").value_or("") == "IPv6";
    return is_six ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  }

  Environment environment_;
  http::Client client_;
};

}  // namespace

Result<AwsKeys> parse_aws_keys(std::string_view json, const std::string& where) {
  const auto value = parse_json(json, where);
  if (!value || !value->is_map()) return Error("the access keys from " + where + " are no JSON object");
  AwsKeys keys = {text_in(*value, "AccessKeyId"), text_in(*value, "SecretAccessKey"), text_in(*value, "Token"),
                  std::nullopt};
  if (keys.session_token.empty()) keys.session_token = text_in(*value, "SessionToken");
  if (keys.id.empty() || keys.secret.empty()) {
    const std::string said = text_in(*value, "Message");
    return Error("the answer from " + where + " holds no access keys" + (said.empty() ? "" : ": " + said));
  }
  const std::int64_t expiry = parse_iso_time(text_in(*value, "Expiration"));
  if (expiry != 0) keys.expiry = std::chrono::system_clock::time_point(std::chrono::milliseconds(expiry));
  return keys;
}

std::unique_ptr<KeySource> container_keys(Environment environment) {
  return std::make_unique<ContainerKeys>(std::move(environment));
}

std::unique_ptr<KeySource> instance_keys(Environment environment) {
  return std::make_unique<InstanceKeys>(std::move(environment));
}

}  // namespace sailmaker::target
