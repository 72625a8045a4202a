// What Gate answers, and what the target makes of it; logins.

#include <gtest/gtest.h>

#include "target/live.h"
#include "tests/target/scratch.h"
#include "tests/target/service.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

const char kShop[] = "GET /applications/shop/pipelineConfigs";

class Gate : public testing::Test {
 protected:
  std::string url(const std::string& path) const { return service.server().url(path); }

  void open(const std::string& more = R"("auth":"none")", const std::map<std::string, std::string>& environment = {}) {
    auto opened = service.open("gate", more, environment);
    ASSERT_TRUE(opened) << opened.error().message;
    target = std::move(*opened);
  }

  static std::string pipeline(const std::string& id, const std::string& name) {
    return R"({"id":")" + id + R"(","name":")" + name + R"(","application":"shop"})";
  }

  static std::string said(const Result<Outcome>& outcome) {
    if (!outcome) return outcome.error().message;
    return *outcome == Outcome::done ? "done" : "moved on";
  }

  /// A Gate that lets in whoever has the cookie, and answers an empty list then.
  void let_in(const std::string& cookie) {
    service.on("GET /pipelineConfigs", [=](const http::Received& received) {
      const auto sent = received.headers.find("cookie");
      if (sent != received.headers.end() && sent->second == cookie) return http::answer_of(200, "[]");
      return http::answer_of(302, "", {"Location: " + std::string("https://sso.example.com/login")});
    });
  }

  /// What list() says; "listed" when it works.
  std::string list() {
    const auto listed = target->list();
    return listed ? "listed" : listed.error().message;
  }

  int count(const std::string& call) const {
    int found = 0;
    for (const std::string& one : service.calls()) found += one == call;
    return found;
  }

  Service service;
  Scratch scratch;
  std::unique_ptr<Target> target;
};

TEST_F(Gate, lists_and_reads_by_application) {
  open();
  service.on("GET /pipelineConfigs", 200, "[" + pipeline("a", "one") + "]");
  service.on(std::string(kShop) + "/a", 200, pipeline("a", "one"));
  ASSERT_TRUE(target->list());
  EXPECT_EQ(target->read("a").value()->body, pipeline("a", "one"));
  EXPECT_EQ(target->read("a").value()->body, pipeline("a", "one"));
  EXPECT_EQ(service.calls(), (std::vector<std::string>{"GET /pipelineConfigs", std::string(kShop) + "/a"}));
  // Nobody knows its application, so all are looked through.
  EXPECT_FALSE(target->read("b").value().has_value());
  EXPECT_EQ(service.calls().back(), "GET /pipelineConfigs");
}

TEST_F(Gate, tells_a_missing_pipeline_by_either_of_gates_answers) {
  open();
  service.on("POST /pipelines", 200, "");
  service.on(std::string(kShop) + "/a", 200, "");
  EXPECT_EQ(said(target->write("a", pipeline("a", "x"), Precondition::absent())), "done");
  service.on(std::string(kShop) + "/b", 404,
             refusal(404, "Pipeline configuration not found (nameOrId: b in application shop)",
                     "com.netflix.spinnaker.kork.retrofit.exceptions.SpinnakerHttpException"));
  EXPECT_EQ(said(target->write("b", pipeline("b", "y"), Precondition::absent())), "done");
  // One whose name is this id is not it.
  service.on(std::string(kShop) + "/c", 200, pipeline("other", "c"));
  EXPECT_EQ(said(target->write("c", pipeline("c", "z"), Precondition::absent())), "done");
}

TEST_F(Gate, says_what_a_task_failed_for) {
  open();
  service.on(std::string(kShop) + "/a", 200, "");
  service.on("POST /pipelines", 400, refusal(400, "A pipeline with name x already exists in application shop"));
  EXPECT_EQ(said(target->write("a", pipeline("a", "x"), Precondition::absent())),
            "POST " + url("/pipelines") + ": A pipeline with name x already exists in application shop (HTTP 400)");
}

TEST_F(Gate, writes_many_with_one_task) {
  open();
  for (const std::string id : {"a", "b"}) service.on(std::string(kShop) + "/" + id, 200, "");
  service.on("POST /pipelines/bulksave", 200,
             R"({"successful_pipelines_count":1,"failed_pipelines_count":1,"successful_pipelines":["a"],)"
             R"("failed_pipelines":[{"id":"b","errorMsg":"no right to run as root"}]})");
  const std::string a = pipeline("a", "a"), b = pipeline("b", "b");
  const auto outcomes =
      target->write_all(std::vector<Write>{{"a", a, Precondition::absent()}, {"b", b, Precondition::absent()}});
  EXPECT_EQ(said(outcomes[0]), "done");
  EXPECT_EQ(said(outcomes[1]), target->describe() + " refused it: no right to run as root");
  EXPECT_EQ(service.calls().back(), "POST /pipelines/bulksave?application=shop");
}

TEST_F(Gate, removes_by_name) {
  open();
  service.on("GET /pipelineConfigs", 200, "[" + pipeline("a", "one two") + "]");
  const std::string seen = target->list().value().front().version;
  service.on(std::string(kShop) + "/a", 200, pipeline("a", "one two"));
  service.on(kShop, 200, "[" + pipeline("a", "one two") + "," + pipeline("b", "two") + "]");
  service.on("DELETE /pipelines/shop/one%20two", 200, "");
  EXPECT_EQ(said(target->remove("a", Precondition::unchanged(seen))), "done");
  EXPECT_EQ(count("DELETE /pipelines/shop/one%20two"), 1);
}

TEST_F(Gate, tells_validate_what_it_knows_of_spinnaker) {
  open();
  Live* live = live_of(*target);
  service.on("GET /credentials", 200, R"([{"name":"prod","type":"kubernetes"},{"name":"dev"}])");
  service.on("GET /artifacts/credentials", 200, R"([{"name":"helm","types":["helm/chart"]}])");
  service.on("GET /applications", 200, R"([{"name":"shop"}])");
  EXPECT_EQ(live->accounts().value(), (std::vector<std::string>{"prod", "dev"}));
  EXPECT_EQ(live->artifact_accounts().value(), std::vector<std::string>{"helm"});
  EXPECT_EQ(live->applications().value(), std::vector<std::string>{"shop"});
}

TEST_F(Gate, says_that_nobody_is_logged_in) {
  open();
  let_in("SESSION=1");
  EXPECT_EQ(list(), "GET " + url("/pipelineConfigs") +
                        ": HTTP 302, the answer leads to https://sso.example.com: you are not logged in");
  EXPECT_EQ(target->list().error().hint,
            "log in with spin, or say how to log in by 'auth' in the target section (docs/targets.md)");
}

TEST_F(Gate, logs_in_by_its_form_and_again_when_the_session_has_ended) {
  open(R"("auth":"ldap","username":"bob","password":"${PW}")", {{"PW", "a&b"}});
  int logins = 0;
  service.on("POST /login", [&](const http::Received& received) {
    EXPECT_EQ(received.body, "username=bob&password=a%26b");
    ++logins;
    return http::answer_of(302, "",
                           {"Location: /", "Set-Cookie: SESSION=" + std::to_string(logins) + "; Path=/; HttpOnly"});
  });
  let_in("SESSION=1");
  EXPECT_EQ(list(), "listed");
  EXPECT_EQ(list(), "listed");
  EXPECT_EQ(logins, 1);
  let_in("SESSION=2");
  EXPECT_EQ(list(), "listed");
  EXPECT_EQ(logins, 2);
  service.on("POST /login", 302, "", {"Location: /login?error", "Set-Cookie: SESSION=9"});
  let_in("SESSION=3");
  EXPECT_EQ(list(), "login: " + url("/login") + " does not let 'bob' in (HTTP 302)");
}

TEST_F(Gate, fetches_a_token_and_a_session) {
  service.on("POST /token", [](const http::Received& received) {
    if (received.headers.contains("authorization")) return http::answer_of(401, R"({"error":"invalid_client"})");
    EXPECT_EQ(received.body, "grant_type=client_credentials&scope=openid&client_id=ci&client_secret=s%2Bt");
    return http::answer_of(200, R"({"access_token":"tok","token_type":"bearer","expires_in":300})");
  });
  service.on("GET /login", [](const http::Received& received) {
    EXPECT_EQ(received.headers.at("authorization"), "Bearer tok");
    return http::answer_of(302, "", {"Location: /", "Set-Cookie: SESSION=5; Path=/", "Set-Cookie: B=6"});
  });
  let_in("SESSION=5; B=6");
  open(R"("client_id":"ci","client_secret":"${SECRET}","scope":"openid","token_url":")" + url("/token") + "\"",
       {{"SECRET", "s+t"}});
  EXPECT_EQ(list(), "listed");
  service.on("POST /token", 400, R"({"error":"invalid_scope","error_description":"unknown scope"})");
  let_in("other");
  EXPECT_EQ(list(), "login: " + url("/token") + " gives no token (HTTP 400) invalid_scope unknown scope");
}

TEST_F(Gate, uses_what_spin_is_configured_with) {
  put_text(scratch / ".spin/config", "gate:\n  endpoint: " + url("") +
                                         "\nauth:\n  enabled: true\n  basic:\n    username: bob\n    password: $PW\n");
  const std::map<std::string, std::string> environment = {{"HOME", scratch.path().string()}, {"PW", "hunter2"}};
  service.on("GET /pipelineConfigs", 200, "[]");
  const auto authorization = [&]() -> std::string {
    EXPECT_EQ(list(), "listed");
    const auto received = service.server().received().back();
    return received.headers.contains("authorization") ? received.headers.at("authorization") : "none";
  };
  open(R"("user":"bob")", environment);
  EXPECT_EQ(authorization(), "Basic Ym9iOmh1bnRlcjI=");
  open(R"("auth":"none")", environment);
  EXPECT_EQ(authorization(), "none");
  // Not for another server than the one that it is configured for.
  put_text(
      scratch / ".spin/config",
      "gate: {endpoint: 'https://gate.example.com'}\nauth: {enabled: true, basic: {username: bob, password: p}}\n");
  open(R"("user":"bob")", environment);
  EXPECT_EQ(authorization(), "none");
  const auto asked =
      service.open("gate", R"("spin_config":")" + (scratch / ".spin/config").string() + "\"", environment);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().message, "target: spin's configuration is for https://gate.example.com, not for " + url(""));
}

}  // namespace

}  // namespace sailmaker::target
