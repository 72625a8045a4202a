// AWS Signature Version 4, https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html, and its twin
// for HMAC keys of Google Cloud Storage, which differs in its names only.
#include "http/signature.h"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "http/url.h"

namespace sailmaker::http {

namespace {

/// What the two schemes call things.
struct Names {
  std::string_view secret_prefix;
  std::string_view algorithm;
  std::string_view header_prefix;
  std::string_view end;
};

const Names& names_of(Signing::Scheme scheme) {
  static constexpr Names aws = {"AWS4", "AWS4-HMAC-SHA256", "x-amz-", "aws4_request"};
  static constexpr Names google = {"GOOG4", "GOOG4-HMAC-SHA256", "x-goog-", "goog4_request"};
  return scheme == Signing::Scheme::aws4 ? aws : google;
}

/// "20150830T123600Z".
std::string timestamp(std::chrono::system_clock::time_point date) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(date);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string bytes_of(const Sha256& digest) { return {digest.begin(), digest.end()}; }

/// Blanks around and inside a value count as the rules have it: none around, one inside.
std::string squeezed(std::string_view value) {
  std::string out;
  for (const char c : value) {
    const bool is_blank = c == ' ' || c == '\t';
    if (is_blank && (out.empty() || out.back() == ' ')) continue;
    out += is_blank ? ' ' : c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string lower(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return out;
}

/// Sorted by encoded name, then by encoded value; a parameter without '=' gets one.
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string_view, std::string_view>> parameters;
  while (!query.empty()) {
    const std::string_view one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), one.size() + 1));
    if (one.empty()) continue;
    const std::size_t equals = std::min(one.find('='), one.size());
    parameters.emplace_back(one.substr(0, equals), one.substr(std::min(one.size(), equals + 1)));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

/// All headers that are signed, as "name:value" lines, and their names.
struct SignedHeaders {
  std::string lines;
  std::string names;
};

SignedHeaders signed_headers(const Request& request, const Headers& added) {
  std::vector<std::pair<std::string, std::string>> all = {{"host", host_of(request.url)}};
  for (const Headers* headers : {&request.headers, &added}) {
    for (const Header& header : *headers) all.emplace_back(lower(header.name), squeezed(header.value));
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  SignedHeaders out;
  for (const auto& [name, value] : all) {
    out.lines.append(name).append(":").append(value).append("\n");
    out.names.append(out.names.empty() ? "" : ";").append(name);
  }
  return out;
}

std::string signature(const Names& names, const Signing& signing, std::string_view day, std::string_view text) {
  std::string key = std::string(names.secret_prefix) + signing.secret_access_key;
  for (const std::string_view part :
       {day, std::string_view(signing.region), std::string_view(signing.service), names.end}) {
    key = bytes_of(hmac_sha256(key, part));
  }
  return to_hex(hmac_sha256(key, text));
}

}  // namespace

Headers signature_of(const Request& request, const Signing& signing, std::chrono::system_clock::time_point date) {
  const Names& names = names_of(signing.scheme);
  const std::string prefix(names.header_prefix);
  const std::string time = timestamp(date);
  const std::string day = time.substr(0, 8);
  const std::string body_digest = sha256_hex(request.body);
  Headers added = {{prefix + "date", time}};
  const bool needs_digest = signing.service == "s3" || signing.scheme == Signing::Scheme::goog4;
  if (needs_digest) added.push_back({prefix + "content-sha256", body_digest});
  if (!signing.session_token.empty()) added.push_back({prefix + "security-token", signing.session_token});

  const UrlParts parts = split_url(request.url);
  const SignedHeaders headers = signed_headers(request, added);
  const std::string canonical =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, parts.path.empty() ? "/" : parts.path,
                  canonical_query(parts.query), headers.lines, headers.names, body_digest);
  const std::string scope = fmt::format("{}/{}/{}/{}", day, signing.region, signing.service, names.end);
  const std::string text = fmt::format("{}\n{}\n{}\n{}", names.algorithm, time, scope, sha256_hex(canonical));
  added.push_back({"Authorization",
                   fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", names.algorithm,
                               signing.access_key_id, scope, headers.names, signature(names, signing, day, text))});
  return added;
}

}  // namespace sailmaker::http
