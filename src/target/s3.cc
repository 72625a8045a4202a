#include "target/s3.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "http/url.h"
#include "target/aws_chain.h"
#include "target/aws_keys.h"
#include "target/bucket_target.h"
#include "target/settings.h"

namespace sailmaker::target {

namespace {

using Values = std::map<std::string, std::string>;

bool is_set(const Values& values, const std::string& name) { return values.contains(name); }

std::string without_slashes(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  while (text.starts_with('/')) text.erase(0, 1);
  return text;
}

/// Where Amazon's own S3 answers for a region; China has a domain of its own.
std::string amazon_host(const std::string& region) {
  return "s3." + region + (region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
}

/// With a dot in the bucket's name no certificate fits "<bucket>.s3...".
std::string bucket_url(const std::string& endpoint, const std::string& bucket, bool path_style) {
  if (path_style) return endpoint + "/" + http::encode(bucket);
  const http::UrlParts parts = http::split_url(endpoint);
  return std::string(parts.scheme) + "://" + bucket + "." + std::string(parts.authority) + std::string(parts.path);
}

Result<http::Headers> encryption_headers(const Values& values, const Settings& section) {
  const std::string kind = value_or(values, "server_side_encryption", "");
  const std::string key = value_or(values, "kms_key_id", "");
  if (!key.empty() && kind != "aws:kms" && kind != "aws:kms:dsse") {
    return section.error_at("kms_key_id", "'kms_key_id' needs server_side_encryption: aws:kms");
  }
  if (kind.empty()) return http::Headers();
  if (kind != "AES256" && kind != "aws:kms" && kind != "aws:kms:dsse") {
    return section.error_at("server_side_encryption", "'" + kind + "' is no server-side encryption of S3")
        .with_hint("known are AES256, aws:kms and aws:kms:dsse");
  }
  http::Headers headers = {{"x-amz-server-side-encryption", kind}};
  if (!key.empty()) headers.push_back({"x-amz-server-side-encryption-aws-kms-key-id", key});
  return headers;
}

/// The address of a server that is not Amazon's; empty when it is.
Result<std::string> endpoint_of(const Values& values, const Settings& section, const Environment& environment) {
  std::string endpoint = value_or(values, "endpoint", "");
  for (const char* variable : {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"}) {
    if (endpoint.empty()) endpoint = environment(variable).value_or("");
  }
  if (endpoint.empty()) return endpoint;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  const http::UrlParts parts = http::split_url(endpoint);
  const bool is_good =
      (parts.scheme == "http" || parts.scheme == "https") && !parts.authority.empty() && parts.query.empty();
  if (!is_good) {
    return section.error_at("endpoint", "'" + endpoint + "' is no address of a server")
        .with_hint("write it as http://host:port or https://host");
  }
  return endpoint;
}

/// Keys that stand in the section, which then are the only place to look at.
Result<std::optional<AwsKeys>> given_keys(const Values& values, const Settings& section) {
  const bool has_id = is_set(values, "access_key_id"), has_secret = is_set(values, "secret_access_key");
  if (has_id != has_secret) {
    return section.error_at(has_id ? "access_key_id" : "secret_access_key",
                            "'access_key_id' and 'secret_access_key' belong together");
  }
  if (!has_id) return std::optional<AwsKeys>();
  return std::optional<AwsKeys>(AwsKeys{values.at("access_key_id"), values.at("secret_access_key"),
                                        value_or(values, "session_token", ""), std::nullopt});
}

http::Options http_options(const Values& values, const std::filesystem::path& folder, const std::atomic<bool>* stop) {
  http::Options options;
  options.cancelled = stop;
  options.grace = kGrace;
  if (is_set(values, "ca_file")) options.ca_file = (folder / values.at("ca_file")).lexically_normal();
  return options;
}

}  // namespace

std::vector<Setting> s3_settings() {
  using enum Setting::Need;
  using enum Setting::Shape;
  return {{"bucket"},
          {"prefix", optional},
          {"region", optional},
          {"endpoint", optional},
          {"path_style", optional, flag},
          {"server_side_encryption", optional},
          {"kms_key_id", optional},
          {"profile", optional},
          {"access_key_id", optional},
          {"secret_access_key", optional, secret},
          {"session_token", optional, secret},
          {"ca_file", optional}};
}

Result<std::unique_ptr<Target>> make_s3(const Values& values, const Settings& section,
                                        const std::filesystem::path& folder, const Environment& environment,
                                        const std::atomic<bool>* stop) {
  AwsPlace aws = {value_or(values, "profile", ""), value_or(values, "region", ""), environment};
  const auto region = region_of(aws);
  if (!region) return section.error_at(is_set(values, "profile") ? "profile" : "", region.error().message);
  aws.region = *region;
  auto endpoint = endpoint_of(values, section, environment);
  if (!endpoint) return endpoint.error();
  const auto encryption = encryption_headers(values, section);
  if (!encryption) return encryption.error();
  const auto given = given_keys(values, section);
  if (!given) return given.error();

  const std::string& bucket = values.at("bucket");
  const bool is_amazon = endpoint->empty();
  if (is_amazon) *endpoint = "https://" + amazon_host(*region);
  const bool usual_style = !is_amazon || bucket.find('.') != std::string::npos;
  const bool path_style = value_or(values, "path_style", usual_style ? "true" : "false") == "true";
  BucketSettings settings;
  settings.place = {Dialect::s3, bucket, bucket_url(*endpoint, bucket, path_style), *encryption};
  settings.root = without_slashes(value_or(values, "prefix", settings.root));
  settings.shown = "s3 bucket " + bucket + "/" + settings.root;
  settings.honours_conditions = is_amazon;
  settings.http = http_options(values, folder, stop);

  std::vector<std::unique_ptr<KeySource>> sources;
  if (*given) {
    sources.push_back(fixed_keys(**given));
  } else {
    sources = aws_key_sources(aws);
  }
  return make_bucket_target(std::move(settings), std::make_shared<AwsIdentity>(std::move(sources), *region, "s3"));
}

}  // namespace sailmaker::target
