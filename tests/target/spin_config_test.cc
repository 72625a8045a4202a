#include "target/spin_config.h"

#include <gtest/gtest.h>

#include "tests/target/scratch.h"

namespace sailmaker::target {

namespace {

class Spin : public testing::Test {
 protected:
  Result<std::optional<SpinConfig>> read(const std::string& text) {
    put_text(scratch / "config", text);
    return read_spin_config(scratch / "config", [](const std::string& name) -> std::optional<std::string> {
      if (name == "HOME") return "/home/bob";
      if (name == "TOKEN") return "t0ken";
      return {};
    });
  }

  /// The message behind the file's name, and the hint.
  std::string error(const std::string& text) {
    const auto config = read(text);
    if (config) return "read";
    EXPECT_EQ(to_text(config.error()).find("s3cret"), std::string::npos);
    const std::string start = "spin's configuration " + (scratch / "config").string();
    EXPECT_EQ(config.error().message.substr(0, start.size()), start);
    return config.error().message.substr(start.size()) + " (" + config.error().hint + ")";
  }

  Scratch scratch;
};

TEST_F(Spin, reads_gates_address) {
  const auto config = read("gate:\n  endpoint: https://gate.example.com/api/v1/\n  retryTimeout: 300\n");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ((*config)->url, "https://gate.example.com/api/v1");
  EXPECT_EQ((*config)->login.way, ApiLogin::Way::none);
  EXPECT_FALSE(read_spin_config(scratch / "none", [](const std::string&) { return std::nullopt; }).value());
  EXPECT_TRUE(read("").value().has_value());
}

TEST_F(Spin, reads_logins) {
  const std::string head = "auth:\n  enabled: true\n  ";
  auto config = read(head + "basic: {username: bob, password: $TOKEN-${TOKEN}$$x}").value().value();
  EXPECT_EQ(config.login.way, ApiLogin::Way::basic);
  EXPECT_EQ(config.login.password, "t0ken-t0ken$");
  config = read(head + "ldap: {username: bob, password: p}").value().value();
  EXPECT_EQ(config.login.way, ApiLogin::Way::form);
  config = read(head + "ignoreCertErrors: true\n  x509: {certPath: ~/.spin/cert, keyPath: $HOME/key}").value().value();
  EXPECT_EQ(config.certificate, "/home/bob/.spin/cert");
  EXPECT_EQ(config.key, "/home/bob/key");
  EXPECT_TRUE(config.trusts_any_server);
  config = read(head + "iap: {iapIdToken: t}").value().value();
  EXPECT_EQ(config.login.way, ApiLogin::Way::bearer);
  EXPECT_EQ(config.login.token, "t");
  config = read("auth: {enabled: false, basic: {username: bob, password: p}}").value().value();
  EXPECT_EQ(config.login.way, ApiLogin::Way::none);
}

TEST_F(Spin, reads_a_token_that_spin_keeps) {
  const std::string start =
      "auth: {enabled: true, oauth2: {tokenUrl: 'https://t', authUrl: 'https://a', clientId: c, clientSecret: s, "
      "scopes: [x], cachedToken: {access_token: at, refresh_token: rt, token_type: bearer, expiry: '";
  auto config = read(start + "2026-11-27T10:00:00.123456789Z'}}}").value().value();
  EXPECT_EQ(config.login.way, ApiLogin::Way::oauth2);
  EXPECT_EQ(config.login.token, "at");
  EXPECT_EQ(config.login.refresh_token, "rt");
  EXPECT_EQ(config.login.token_url, "https://t");
  EXPECT_EQ(config.login.token_expires, 1795773600);
  EXPECT_EQ(read(start + "2026-11-27T19:00:00+09:00'}}}").value()->login.token_expires, 1795773600);
  EXPECT_EQ(read(start + "2026-11-27T02:30:00-07:30'}}}").value()->login.token_expires, 1795773600);
  EXPECT_EQ(read(start + "soon'}}}").value()->login.token_expires, 0);
}

TEST_F(Spin, says_what_only_spin_can_do) {
  const std::string head = "auth:\n  enabled: true\n  ";
  EXPECT_EQ(error(head + "oauth2: {tokenUrl: a, authUrl: b, clientId: c, clientSecret: s3cret}"),
            ": auth.oauth2 keeps no token (log in once with spin, such as by 'spin application list')");
  EXPECT_EQ(
      error(head + "iap: {iapClientRefresh: s3cret}"),
      ": auth.iap has no iapIdToken, and fetching one is not in this version (put a token there, or into 'token' of "
      "the target section)");
  EXPECT_EQ(error(head + "x509: {cert: s3cret, key: s3cret}"),
            ": auth.x509 has no certPath and keyPath (put certificate and key into files, and name them there)");
  EXPECT_EQ(error(head + "basic: {password: s3cret}"),
            ": user and password are not both there (add them, or say in the target section how to log in)");
  EXPECT_EQ(error("gate: {endpoint: 'gate'}"), ": gate.endpoint is no address of an API ()");
  EXPECT_EQ(error("password: 's3cret\n  x"), " is not YAML with a map ()");
  EXPECT_EQ(error("[s3cret]"), " is not YAML with a map ()");
}

}  // namespace

}  // namespace sailmaker::target
