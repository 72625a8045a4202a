#include "target/google_identity.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/base64.h"
#include "http/url.h"
#include "tests/http/server.h"
#include "tests/target/scratch.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

using http::answer_of;
using http::Received;
using http::Server;

/// A key of openssl's own making, and what it says of a signature.
class RsaKey {
 public:
  RsaKey() {
    run("openssl genrsa -out " + file("key") + " 2048 2>/dev/null && openssl rsa -in " + file("key") +
        " -pubout -out " + file("public") + " 2>/dev/null");
  }
  std::string pem() const { return text_of(scratch_ / "key"); }
  bool has_signed(const std::string& text, const std::string& signature) const {
    put_text(scratch_ / "text", text);
    put_text(scratch_ / "signature", signature);
    return run("openssl dgst -sha256 -verify " + file("public") + " -signature " + file("signature") + " " +
               file("text") + " >/dev/null 2>&1");
  }

 private:
  std::string file(const char* name) const { return (scratch_ / name).string(); }
  static bool run(const std::string& command) { return std::system(command.c_str()) == 0; }
  Scratch scratch_;
};

std::string decoded(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return base64_decode(text).value_or("");
}

std::string proof_of(Identity& identity) {
  http::Request request;
  if (const auto proved = identity.prove(request); !proved) return "error: " + proved.error().message;
  return request.headers.back().value;
}

std::string account_json(const std::string& pem, const std::string& uri) {
  return to_json(Map{{"type", "service_account"},
                     {"client_email", "sailor@project"},
                     {"private_key_id", "k1"},
                     {"private_key", pem},
                     {"token_uri", uri}});
}

TEST(GoogleIdentity, gets_a_token_for_a_signed_claim) {
  const RsaKey key;
  Server server([](const Received&) { return answer_of(200, R"({"access_token":"T","expires_in":3599})"); });
  const auto identity = google_account_identity(account_json(key.pem(), server.url("/token")));
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(proof_of(**identity), "Bearer T");
  EXPECT_EQ(proof_of(**identity), "Bearer T");
  ASSERT_EQ(server.received().size(), 1u) << "a token is kept";
  const std::string body = server.received()[0].body;
  const std::string start = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
  ASSERT_TRUE(body.starts_with(start));
  const std::string token = body.substr(start.size());
  const std::size_t first = token.find('.'), second = token.rfind('.');
  EXPECT_EQ(decoded(token.substr(0, first)), R"({"alg":"RS256","typ":"JWT","kid":"k1"})");
  const auto claim = parse_json(decoded(token.substr(first + 1, second - first - 1)), "claim");
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->find("iss")->as_string(), "sailor@project");
  EXPECT_EQ(claim->find("aud")->as_string(), server.url("/token"));
  EXPECT_EQ(claim->find("exp")->as_integer() - claim->find("iat")->as_integer(), 3600);
  EXPECT_TRUE(key.has_signed(token.substr(0, second), decoded(token.substr(second + 1))));
  EXPECT_FALSE(key.has_signed(token.substr(0, second) + "x", decoded(token.substr(second + 1))));
  (*identity)->renew();
  EXPECT_EQ(proof_of(**identity), "Bearer T");
  EXPECT_EQ(server.received().size(), 2u);
}

TEST(GoogleIdentity, says_why_there_is_no_token) {
  Server server([](const Received&) {
    return answer_of(400, R"({"error":"invalid_grant","error_description":"Invalid JWT Signature."})");
  });
  const RsaKey key;
  EXPECT_EQ(
      proof_of(**google_account_identity(account_json(key.pem(), server.url()))),
      "error: cannot get a token from " + server.url("") + ": HTTP status 400, invalid_grant Invalid JWT Signature.");
  EXPECT_EQ(proof_of(**google_account_identity(account_json("no key", server.url()))),
            "error: the private_key of service account sailor@project is no RSA key in PEM");
  EXPECT_EQ(google_account_identity("[]").error().message, "the key of the service account is no JSON object");
}

TEST(GoogleIdentity, asks_the_metadata_service) {
  Server server([](const Received& request) {
    const bool is_good = request.headers.contains("metadata-flavor") &&
                         request.target == "/computeMetadata/v1/instance/service-accounts/default/token";
    return is_good ? answer_of(200, R"({"access_token":"M","expires_in":10})") : answer_of(403, "");
  });
  const auto identity = google_metadata_identity([&](const std::string& name) -> std::optional<std::string> {
    if (name == "GCE_METADATA_HOST") return server.url("").substr(7);
    return std::nullopt;
  });
  EXPECT_EQ(proof_of(*identity), "Bearer M");
  EXPECT_EQ(proof_of(*identity), "Bearer M");
  EXPECT_EQ(server.received().size(), 2u) << "a token that ends in ten seconds is not kept";
}

}  // namespace

}  // namespace sailmaker::target
