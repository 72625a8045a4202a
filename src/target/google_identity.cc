// Who we are to Google: https://developers.google.com/identity/protocols/oauth2/service-account for tokens.
#include "target/google_identity.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

#include "base/base64.h"
#include "base/rsa_signature.h"
#include "http/client.h"
#include "http/url.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

using Clock = std::chrono::system_clock;

/// Tokens are renewed so long before they end that a batch under way is not refused.
constexpr std::chrono::minutes kRenewedBefore{5};
constexpr std::int64_t kTokenSeconds = 3600;
constexpr const char* kScope = "https://www.googleapis.com/auth/devstorage.read_write";

std::string text_in(const Value& value, const char* name) {
  const Value* found = value.find(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

class HmacIdentity final : public Identity {
 public:
  HmacIdentity(std::string id, std::string secret) : id_(std::move(id)), secret_(std::move(secret)) {}
  Result<void> prove(http::Request& request) override {
    request.signing = http::Signing{http::Signing::Scheme::goog4, "auto", "storage", id_, secret_, {}};
    return {};
  }

 private:
  std::string id_;
  std::string secret_;
};

struct Token {
  std::string text;
  Clock::time_point end;
};

/// A token that is fetched when it is first needed, and again before it ends.
class TokenIdentity : public Identity {
 public:
  explicit TokenIdentity(http::Options options) : client_(std::move(options)) {}

  Result<void> prove(http::Request& request) override {
    const std::lock_guard guard(mutex_);
    if (token_.text.empty() || Clock::now() + kRenewedBefore >= token_.end) {
      auto fetched = fetch(client_);
      if (!fetched) return std::move(fetched).error();
      token_ = std::move(*fetched);
    }
    std::erase_if(request.headers, [](const http::Header& header) { return header.name == "Authorization"; });
    request.headers.push_back(http::bearer_auth(token_.text));
    return {};
  }

  void renew() override {
    const std::lock_guard guard(mutex_);
    token_ = {};
  }

 protected:
  virtual Result<Token> fetch(http::Client& client) = 0;

  static Result<Token> token_in(const Result<http::Response>& answer, const std::string& url) {
    if (!answer) return answer.error();
    const auto value = parse_json(answer->body, "token");
    const bool is_map = value && value->is_map();
    if (!answer->ok() || !is_map || text_in(*value, "access_token").empty()) {
      const std::string why = is_map ? text_in(*value, "error") + " " + text_in(*value, "error_description") : "";
      return Error("cannot get a token from " + http::origin_of(url) + ": HTTP status " +
                   std::to_string(answer->status) + (why.size() > 1 ? ", " + why : ""));
    }
    const Value* seconds = value->find("expires_in");
    const std::int64_t length = seconds != nullptr && seconds->is_integer() ? seconds->as_integer() : kTokenSeconds;
    return Token{text_in(*value, "access_token"), Clock::now() + std::chrono::seconds(length)};
  }

 private:
  http::Client client_;
  std::mutex mutex_;
  Token token_;  // guarded by mutex_
};

std::string base64_url(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

struct ServiceAccount {
  std::string email;
  std::string private_key;
  std::string key_id;
  std::string token_uri;
};

class AccountIdentity final : public TokenIdentity {
 public:
  explicit AccountIdentity(ServiceAccount account) : TokenIdentity({}), account_(std::move(account)) {}

 protected:
  Result<Token> fetch(http::Client& client) override {
    const auto assertion = signed_claim();
    if (!assertion) return assertion.error();
    http::Request request;
    request.method = "POST";
    request.url = account_.token_uri;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body =
        http::query_of({{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", *assertion}});
    request.repeat = http::Repeat::safe;
    return token_in(client.send(request), account_.token_uri);
  }

 private:
  Result<std::string> signed_claim() const {
    const std::int64_t now = Clock::to_time_t(Clock::now());
    const std::string head = to_json(Map{{"alg", "RS256"}, {"typ", "JWT"}, {"kid", account_.key_id}});
    const std::string claim = to_json(Map{{"iss", account_.email},
                                          {"scope", kScope},
                                          {"aud", account_.token_uri},
                                          {"iat", now},
                                          {"exp", now + kTokenSeconds}});
    const std::string text = base64_url(head) + "." + base64_url(claim);
    const auto signature = rsa_sha256_signature(account_.private_key, text);
    if (!signature) return Error("the private_key of service account " + account_.email + " is no RSA key in PEM");
    return text + "." + base64_url(*signature);
  }

  ServiceAccount account_;
};

http::Options nearby() {
  http::Options options;
  options.connect_timeout = std::chrono::seconds(1);
  options.timeout = std::chrono::seconds(5);
  options.proxy = http::Options::Proxy::none;
  options.retry.unanswered_tries = 2;
  return options;
}

class MetadataIdentity final : public TokenIdentity {
 public:
  explicit MetadataIdentity(const std::string& host)
      : TokenIdentity(nearby()),
        url_("http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token") {}

 protected:
  Result<Token> fetch(http::Client& client) override {
    http::Request request;
    request.url = url_;
    request.headers = {{"Metadata-Flavor", "Google"}};
    request.repeat = http::Repeat::safe;
    auto token = token_in(client.send(request), url_);
    if (token) return token;
    return Error("there is no key for Google, and no account of this machine")
        .with_hint("docs/targets.md says how to give one")
        .with_cause(std::move(token).error());
  }

 private:
  std::string url_;
};

}  // namespace

std::shared_ptr<Identity> google_hmac_identity(std::string access_key_id, std::string secret) {
  return std::make_shared<HmacIdentity>(std::move(access_key_id), std::move(secret));
}

Result<std::shared_ptr<Identity>> google_account_identity(const std::string& key_json) {
  const auto value = parse_json(key_json, "key");
  if (!value || !value->is_map()) return Error("the key of the service account is no JSON object");
  ServiceAccount account = {text_in(*value, "client_email"), text_in(*value, "private_key"),
                            text_in(*value, "private_key_id"), text_in(*value, "token_uri")};
  if (account.email.empty() || account.private_key.empty() || account.token_uri.empty()) {
    return Error("the key of the service account lacks client_email, private_key or token_uri");
  }
  return std::shared_ptr<Identity>(std::make_shared<AccountIdentity>(std::move(account)));
}

std::shared_ptr<Identity> google_metadata_identity(const Environment& environment) {
  const std::string host = environment("GCE_METADATA_HOST").value_or("");
  return std::make_shared<MetadataIdentity>(host.empty() ? "metadata.google.internal" : host);
}

}  // namespace sailmaker::target
