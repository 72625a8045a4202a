// What Front50 answers, and what the target makes of it. Against Front50 itself: tests/integration/front50.

#include <gtest/gtest.h>

#include "target/api_target.h"
#include "target/live.h"
#include "tests/target/service.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

const char kNotFound[] = "com.netflix.spinnaker.kork.web.exceptions.NotFoundException";

class Front50 : public testing::Test {
 protected:
  std::string url(const std::string& path) const { return service.server().url(path); }

  void open(const std::string& more = R"("user":"alice")", const std::map<std::string, std::string>& environment = {}) {
    auto opened = service.open("front50", more, environment);
    ASSERT_TRUE(opened) << opened.error().message;
    target = std::move(*opened);
  }

  /// What list() says of an answer.
  std::string list_error(int status, const std::string& body, const std::vector<std::string>& headers = {}) {
    service.on("GET /pipelines", status, body, headers);
    const auto listed = target->list();
    return listed ? "listed" : listed.error().message;
  }

  /// As Front50 answers it by id.
  void has(const std::string& id, const std::string& name = "n", const std::string& more = "") {
    service.on("GET /pipelines/" + id + "/get", 200, pipeline(id, name, more));
  }
  void lacks(const std::string& id) {
    service.on("GET /pipelines/" + id + "/get", 404,
               refusal(404, "No item found in cache with id of " + id, kNotFound));
  }
  static std::string pipeline(const std::string& id, const std::string& name, const std::string& more = "") {
    return R"({"id":")" + id + R"(","name":")" + name + R"(","application":"app","schema":"1","triggers":[],)" +
           R"("updateTs":"1795773824501","lastModifiedBy":"bob")" + more + "}";
  }

  std::string version(const std::string& id) { return target->read(id).value()->version; }

  static std::string said(const Result<Outcome>& outcome) {
    if (!outcome) return outcome.error().message;
    return *outcome == Outcome::done ? "done" : "moved on";
  }

  Service service;
  std::unique_ptr<Target> target;
};

TEST_F(Front50, lists_with_one_call_and_reads_from_it_once) {
  open();
  service.on("GET /pipelines", 200, "[" + pipeline("a", "one") + "," + pipeline("B", "two") + "]");
  const auto listed = target->list();
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 2u);
  EXPECT_EQ((*listed)[0].id, "a");
  EXPECT_EQ((*listed)[0].modified, 1795773824501);
  EXPECT_EQ((*listed)[1].id, "b");
  const auto stored = target->read("a");
  ASSERT_TRUE(stored && *stored);
  EXPECT_EQ((*stored)->body, pipeline("a", "one"));
  EXPECT_EQ((*stored)->version, (*listed)[0].version);
  EXPECT_EQ(service.calls(), (std::vector<std::string>{"GET /pipelines?refresh=true&restricted=true"}));
  has("a", "renamed");
  EXPECT_NE(version("a"), (*listed)[0].version);
  EXPECT_EQ(service.server().received()[1].headers.at("x-spinnaker-user"), "alice");
}

TEST_F(Front50, foretells_the_version_of_what_it_writes) {
  open();
  has("a", "one", R"(,"stages":[{"waitTime":2.5}],"sailmaker":{"key":"k","digest":"d"})");
  const std::string ours = R"({"sailmaker":{"digest":"d","key":"k"},"application":"app","name":"one","id":"a",)"
                           R"("stages":[{"waitTime":2.50}],"limitConcurrent":null})";
  EXPECT_EQ(target->version_of(ours), version("a"));
  EXPECT_NE(target->version_of(pipeline("a", "one")), version("a"));
}

TEST_F(Front50, does_not_take_places_in_a_list_for_changes) {
  open();
  service.on("GET /pipelines", 200, "[" + pipeline("a", "one", R"(,"index":3)") + "]");
  const std::string seen = target->list().value().front().version;
  has("a", "one");
  service.on("POST /pipelines", 200, "");
  EXPECT_EQ(said(target->write("a", pipeline("a", "new"), Precondition::unchanged(seen))), "done");
  EXPECT_EQ(target->version_of(pipeline("a", "one")), seen);
  EXPECT_EQ(target->version_of(pipeline("a", "one", R"(,"index":3)")), "");
}

TEST_F(Front50, leaves_out_what_has_no_usable_id) {
  open();
  service.on("GET /pipelines", 200,
             R"([{"name":"none"},{"id":7},{"id":"a/b"},{"id":"50%"},{"id":"\u00c9"},{"id":""},3,{"id":"ok"}])");
  const auto listed = target->list();
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().id, "ok");
}

TEST_F(Front50, says_what_a_listing_was_refused_for) {
  open();
  const std::string call = "GET " + url("/pipelines?refresh=true&restricted=true") + ": ";
  EXPECT_EQ(list_error(403, refusal(403, "Access denied to application")),
            call + "Access denied to application (HTTP 403)");
  EXPECT_EQ(list_error(404, refusal(404, "No message available")), call + "No message available (HTTP 404)");
  EXPECT_EQ(list_error(400, "plain words\n"), call + "plain words (HTTP 400)");
  EXPECT_EQ(list_error(418, ""), call + "HTTP 418");
  EXPECT_EQ(list_error(200, "{}"), call + "the answer is a map and not a list of pipelines");
  EXPECT_EQ(list_error(200, "[1,"), call + "the answer is not JSON");
  EXPECT_EQ(list_error(401, ""), call + "HTTP 401: you are not logged in");
  EXPECT_EQ(list_error(302, "", {"Location: https://sso.example.com/authorize?client=x"}),
            call + "HTTP 302, the answer leads to https://sso.example.com: you are not logged in");
  EXPECT_EQ(list_error(302, "", {"Location: /login?x"}),
            call + "HTTP 302, the answer leads to /login: you are not logged in");
  EXPECT_EQ(list_error(200, "<!doctype html><title>Sign in</title>", {"Content-Type: text/html;charset=utf-8"}),
            call + "the answer is a web page and not JSON: you are not logged in");
}

TEST_F(Front50, tries_a_failing_listing_again) {
  open();
  std::atomic<int> tries{0};
  service.on("GET /pipelines", [&](const http::Received&) {
    return ++tries < 3 ? http::answer_of(500, refusal(500, "pool exhausted")) : http::answer_of(200, "[]");
  });
  EXPECT_TRUE(target->list());
  EXPECT_EQ(tries, 3);
  EXPECT_NE(list_error(500, refusal(500, "pool exhausted")).find(": pool exhausted (HTTP 500)"), std::string::npos);
}

TEST_F(Front50, takes_not_found_from_front50_only) {
  open();
  lacks("a");
  EXPECT_FALSE(target->read("a").value().has_value());
  const auto elsewhere = target->read("b");  // a 404 of somebody else
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().message, "GET " + url("/pipelines/b/get") + ": No message available (HTTP 404)");
  EXPECT_FALSE(target->read("a%b"));
  EXPECT_FALSE(target->read("a;b"));
  EXPECT_FALSE(target->write("\u00e9", pipeline("\u00e9", "x"), Precondition::absent()));
}

TEST_F(Front50, compares_before_it_writes) {
  open();
  has("a");
  const std::string seen = version("a");
  service.on("POST /pipelines", 200, pipeline("a", "new"));
  EXPECT_EQ(said(target->write("a", pipeline("a", "new"), Precondition::absent())), "moved on");
  EXPECT_EQ(said(target->write("a", pipeline("a", "new"), Precondition::unchanged("other"))), "moved on");
  EXPECT_EQ(said(target->write("a", pipeline("a", "new"), Precondition::unchanged(seen))), "done");
  lacks("b");
  EXPECT_EQ(said(target->write("b", pipeline("b", "new"), Precondition::unchanged(seen))), "moved on");
  int posts = 0;
  for (const std::string& call : service.calls()) posts += call == "POST /pipelines";
  EXPECT_EQ(posts, 1);
}

TEST_F(Front50, says_what_a_write_was_refused_for) {
  open();
  lacks("a");
  const auto refused = [&](int status, const std::string& body) {
    service.on("POST /pipelines", status, body);
    return said(target->write("a", pipeline("a", "x"), Precondition::absent()));
  };
  const std::string call = "POST " + url("/pipelines") + ": ";
  EXPECT_EQ(refused(400, refusal(400, "A pipeline with name x already exists in application app")),
            call + "A pipeline with name x already exists in application app (HTTP 400)");
  EXPECT_EQ(refused(422, refusal(422, "A pipeline requires name and application fields")),
            call + "A pipeline requires name and application fields (HTTP 422)");
  EXPECT_EQ(refused(400, R"({"message":"Validation failed","errors":["no owner","Validation failed"]})"),
            call + "Validation failed; no owner (HTTP 400)");
  EXPECT_EQ(refused(400, ""), call + "refused without a reason (HTTP 400)");
  EXPECT_EQ(refused(500, refusal(500, "store is down")), call + "store is down (HTTP 500)");
}

TEST_F(Front50, looks_whether_a_write_was_done_when_its_answer_is_lost) {
  open();
  lacks("a");
  service.on("POST /pipelines", [&](const http::Received&) {
    has("a", "x");  // stored, and then
    return std::string();
  });
  EXPECT_EQ(said(target->write("a", pipeline("a", "x"), Precondition::absent())), "done");
  lacks("b");
  service.on("POST /pipelines", [](const http::Received&) { return std::string(); });
  const auto lost = target->write("b", pipeline("b", "x"), Precondition::absent());
  EXPECT_FALSE(lost);
}

TEST_F(Front50, reads_the_failures_inside_a_batch_that_is_answered_with_200) {
  open();
  for (const char* id : {"a", "b", "c"}) lacks(id);
  has("d");
  service.on("GET /pipelines/app", 200, "[]");
  service.on("POST /pipelines/batchUpdate", 200,
             R"({"successful_pipelines_count":2,"failed_pipelines_count":1,"successful_pipelines":["a","c"],)"
             R"("failed_pipelines":[{"id":"b","name":"b","errorMsg":"A pipeline with name b already exists"}]})");
  const std::string a = pipeline("a", "a"), b = pipeline("b", "b"), c = pipeline("c", "c"), d = pipeline("d", "d");
  const std::vector<Write> writes = {{"a", a, Precondition::absent()},
                                     {"b", b, Precondition::absent()},
                                     {"c", c, Precondition::absent()},
                                     {"d", d, Precondition::absent()},
                                     {"e", "[]", Precondition::absent()}};
  const auto outcomes = target->write_all(writes);
  ASSERT_EQ(outcomes.size(), 5u);
  EXPECT_EQ(said(outcomes[0]), "done");
  EXPECT_EQ(said(outcomes[1]), target->describe() + " refused it: A pipeline with name b already exists");
  EXPECT_EQ(said(outcomes[2]), "done");
  EXPECT_EQ(said(outcomes[3]), "moved on");
  EXPECT_EQ(said(outcomes[4]), "pipeline e is no map");
  const auto sent = parse_json(service.server().received().back().body, "sent");
  ASSERT_TRUE(sent && sent->is_list());
  EXPECT_EQ(sent->as_list().size(), 3u);
}

TEST_F(Front50, writes_one_by_one_when_a_batch_fails_as_a_whole) {
  open();
  for (const char* id : {"a", "b", "c"}) lacks(id);
  service.on("GET /pipelines/app", 200, "[]");
  service.on("POST /pipelines/batchUpdate", [&](const http::Received&) {
    has("a", "a");  // stored before it failed
    return http::answer_of(500, refusal(500, "broken"));
  });
  service.on("POST /pipelines", [](const http::Received& received) {
    const bool is_bad = received.body.find(R"("id":"b")") != std::string::npos;
    return is_bad ? http::answer_of(400, refusal(400, "b is bad")) : http::answer_of(200, "{}");
  });
  const std::string a = pipeline("a", "a"), b = pipeline("b", "b"), c = pipeline("c", "c");
  const std::vector<Write> writes = {
      {"a", a, Precondition::absent()}, {"b", b, Precondition::absent()}, {"c", c, Precondition::absent()}};
  const auto outcomes = target->write_all(writes);
  EXPECT_EQ(said(outcomes[0]), "done");
  EXPECT_EQ(said(outcomes[1]), "POST " + url("/pipelines") + ": b is bad (HTTP 400)");
  EXPECT_EQ(said(outcomes[2]), "done");
}

TEST_F(Front50, takes_an_old_front50s_silence_for_success) {
  open();
  for (const char* id : {"a", "b"}) lacks(id);
  service.on("GET /pipelines/app", 200, "[]");
  service.on("POST /pipelines/batchUpdate", 200, "");
  const std::string a = pipeline("a", "a"), b = pipeline("b", "b");
  const std::vector<Write> writes = {{"a", a, Precondition::absent()}, {"b", b, Precondition::absent()}};
  for (const auto& outcome : target->write_all(writes)) EXPECT_EQ(said(outcome), "done");
}

TEST_F(Front50, removes_by_a_name_that_means_this_pipeline_alone) {
  open();
  has("a", "to go?");
  const std::string seen = version("a");
  service.on("GET /pipelines/app", 200, "[" + pipeline("a", "TO GO?") + "," + pipeline("b", "to go? not") + "]");
  service.on("DELETE /pipelines/app/to%20go%3F", 200, "");
  EXPECT_EQ(said(target->remove("a", Precondition::unchanged("other"))), "moved on");
  EXPECT_EQ(said(target->remove("a", Precondition::unchanged(seen))), "done");
  // Front50 still answers it from its cache.
  EXPECT_FALSE(target->read("a").value().has_value());
  has("a", "somebody made it again");
  EXPECT_TRUE(target->read("a").value().has_value());
}

TEST_F(Front50, removes_nothing_whose_name_means_another_pipeline_too) {
  open();
  has("a", "same");
  service.on("GET /pipelines/app", 200, "[" + pipeline("a", "same") + "," + pipeline("b", "Same") + "]");
  EXPECT_EQ(
      said(target->remove("a", Precondition::unchanged(version("a")))),
      "cannot remove the pipeline 'same' of app through Spinnaker's API, which removes by name: the pipeline b has "
      "that name too");
  has("a", "with/slash");
  EXPECT_EQ(said(target->remove("a", Precondition::unchanged(version("a")))),
            "cannot remove the pipeline 'with/slash' of app through Spinnaker's API, which removes by name: this name "
            "cannot stand in a URL");
}

TEST_F(Front50, gives_the_history_with_its_authors) {
  open();
  service.on("GET /pipelines/a/history", 200, "[" + pipeline("a", "new") + "," + pipeline("a", "old") + "]");
  const auto revisions = target->history("a", 1);
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 1u);
  EXPECT_EQ(revisions->front().author, "bob");
  EXPECT_EQ(revisions->front().modified, 1795773824501);
  EXPECT_EQ(service.calls().back(), "GET /pipelines/a/history?limit=1");
  service.on("GET /pipelines/b/history", 404, refusal(404, "no", kNotFound));
  EXPECT_TRUE(target->history("b", 1).value().empty());
}

TEST_F(Front50, reads_answers_of_many_megabytes) {
  open();
  std::string all = "[";
  for (int i = 0; i < 20; ++i) {
    all +=
        (i == 0 ? "" : ",") + pipeline("p" + std::to_string(i), "n", R"(,"text":")" + std::string(1 << 20, 'x') + "\"");
  }
  service.on("GET /pipelines", 200, all + "]");
  const auto listed = target->list();
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(listed->size(), 20u);
}

TEST_F(Front50, sends_headers_and_logins_and_shows_no_secret) {
  const std::map<std::string, std::string> environment = {{"KEY", "s3cret-key"}, {"PW", "s3cret-word"}};
  open(R"("username":"bob","password":"${PW}","headers":{"X-Api-Key":"${KEY}"})", environment);
  service.on("GET /pipelines", 401, "");
  const auto listed = target->list();
  ASSERT_FALSE(listed);
  const auto received = service.server().received();
  ASSERT_EQ(received.size(), 1u);  // the same password again would bring the same answer
  EXPECT_EQ(received[0].headers.at("authorization"), "Basic Ym9iOnMzY3JldC13b3Jk");
  EXPECT_EQ(received[0].headers.at("x-api-key"), "s3cret-key");
  EXPECT_EQ(to_text(listed.error()).find("s3cret"), std::string::npos);
  EXPECT_EQ(target->describe().find("s3cret"), std::string::npos);
  open(R"("token":"${KEY}")", environment);
  static_cast<void>(target->list().ok());
  EXPECT_EQ(service.server().received().back().headers.at("authorization"), "Bearer s3cret-key");
}

TEST_F(Front50, tells_validate_what_it_knows_of_spinnaker) {
  open();
  Live* live = live_of(*target);
  ASSERT_NE(live, nullptr);
  service.on("GET /v2/applications", 200, R"([{"name":"SHOP","email":"a@b"},{"name":"PAY"}])");
  service.on("GET /pipelines", 200, "[" + pipeline("A", "one") + "]");
  EXPECT_EQ(live->applications().value(), (std::vector<std::string>{"SHOP", "PAY"}));
  const auto pipelines = live->pipelines().value();
  ASSERT_TRUE(pipelines.has_value());
  ASSERT_EQ(pipelines->size(), 1u);
  EXPECT_EQ(pipelines->front().id, "A");
  EXPECT_EQ(pipelines->front().name, "one");
  EXPECT_FALSE(live->accounts().value().has_value());
}

}  // namespace

}  // namespace sailmaker::target
