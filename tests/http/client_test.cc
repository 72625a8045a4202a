#include "http/client.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <thread>

#include "tests/http/server.h"

namespace sailmaker::http {

namespace {

using std::chrono::milliseconds;

/// A client whose waits cost no time and are written down, and whose chance is always just below one.
struct Patient {
  std::shared_ptr<Timing::Clock::duration> passed = std::make_shared<Timing::Clock::duration>();
  Options options = [this] {
    Options made;
    made.timing.now = [passed = passed] { return Timing::Clock::time_point(*passed); };
    made.timing.pause = [passed = passed](milliseconds time) { *passed += time; };
    made.timing.chance = [] { return 0.999999; };
    return made;
  }();
  milliseconds waited() const { return std::chrono::duration_cast<milliseconds>(*passed); }
};

Request get(const std::string& url) { return {.url = url, .repeat = Repeat::safe}; }

/// Answers with 200 and "ok" after `count` times `first`.
Server::Answer after(int count, const std::string& first) {
  auto left = std::make_shared<std::atomic<int>>(count);
  return [=](const Received&) { return (*left)-- > 0 ? first : answer_of(200, "ok"); };
}

TEST(Client, sends_what_it_is_given_and_brings_the_answer) {
  Server server([](const Received&) { return answer_of(201, "made", {"ETag: \"1\"", "X-Empty:"}); });
  Client client{Options()};
  const auto response = client.send({.method = "PUT",
                                     .url = server.url("/a%20b?x=%2F"),
                                     .headers = {{"Content-MD5", "abc=="}, basic_auth("me", "secret"), {"X-None", ""}},
                                     .body = std::string("\0body", 5)});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->body, "made");
  EXPECT_EQ(response->header("etag"), "\"1\"");
  EXPECT_EQ(response->header("x-absent"), "");
  EXPECT_FALSE(response->maybe_done_before);
  const Received request = server.received().at(0);
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.target, "/a%20b?x=%2F");
  EXPECT_EQ(request.body, std::string("\0body", 5));
  EXPECT_EQ(request.headers.at("content-md5"), "abc==");
  EXPECT_EQ(request.headers.at("authorization"), "Basic bWU6c2VjcmV0");
  EXPECT_EQ(request.headers.at("user-agent"), "sailmaker");
  EXPECT_EQ(request.headers.at("x-none"), "");
  EXPECT_FALSE(request.headers.contains("expect"));
  EXPECT_FALSE(request.headers.contains("content-type"));
}

TEST(Client, knows_each_method) {
  Server server([](const Received& request) {
    return request.method == "HEAD" ? "HTTP/1.1 200 x\r\nContent-Length: 5\r\n\r\n" : answer_of(200, request.method);
  });
  Client client{Options()};
  for (const std::string method : {"GET", "PUT", "POST", "DELETE", "PATCH", "HEAD"}) {
    const auto response = client.send({.method = method, .url = server.url()});
    ASSERT_TRUE(response) << method << ": " << response.error().message;
    EXPECT_EQ(response->body, method == "HEAD" ? "" : method);
  }
  EXPECT_EQ(server.received()[1].headers.at("content-length"), "0");
}

TEST(Client, any_status_is_an_answer) {
  for (const int status : {204, 301, 304, 400, 403, 404, 409, 412}) {
    Server server([=](const Received&) { return answer_of(status, "", {"Location: /elsewhere"}); });
    Client client{Options()};
    const auto response = client.send(get(server.url()));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, status);
    EXPECT_EQ(server.received().size(), 1u);
  }
}

TEST(Client, keeps_connections_open) {
  Server server([](const Received&) { return answer_of(200, "ok"); });
  Client client{Options()};
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.send(get(server.url())));
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(client.send({.method = "POST", .url = server.url(), .repeat = Repeat::no}));
  EXPECT_EQ(server.connections(), 2) << "what must not arrive twice is not sent on a connection that may be dead";
}

TEST(Client, sends_many_at_once_and_keeps_their_order) {
  std::atomic<int> inside{0}, most{0};
  Server server([&](const Received& request) {
    const int now = ++inside;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) continue;
    std::this_thread::sleep_for(milliseconds(5));
    --inside;
    return answer_of(200, request.target);
  });
  Client client{Options()};
  std::vector<Request> requests;
  for (int i = 0; i < 100; ++i) requests.push_back(get(server.url("/" + std::to_string(i))));
  for (int round = 0; round < 2; ++round) {
    const auto results = client.send_all(requests, 10);
    ASSERT_EQ(results.size(), requests.size());
    for (int i = 0; i < 100; ++i) EXPECT_EQ(results[i].value().body, "/" + std::to_string(i));
  }
  EXPECT_GT(most, 3);
  EXPECT_LE(most, 10);
  EXPECT_LE(server.connections(), 10);
  EXPECT_TRUE(client.send_all({}, 10).empty());
}

TEST(Client, can_be_used_by_many_threads) {
  Server server([](const Received& request) { return answer_of(200, request.target); });
  Client client{Options()};
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 20; ++j) {
        const std::string target = "/" + std::to_string(i) + "/" + std::to_string(j);
        const auto response = client.send(get(server.url(target)));
        good += response.ok() && response->body == target;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 160);
  EXPECT_LE(server.connections(), 8);
}

TEST(Client, rides_out_a_server_that_is_overloaded) {
  for (const int status : {429, 500, 502, 503, 504}) {
    Server server(after(3, answer_of(status, "slow down")));
    Patient patient;
    Client client(patient.options);
    const auto response = client.send(get(server.url()));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
    EXPECT_TRUE(response->maybe_done_before);
    EXPECT_NEAR(static_cast<double>(patient.waited().count()), 100 + 200 + 400, 10);
  }
}

TEST(Client, gives_the_last_answer_when_the_overload_goes_on) {
  Server server([](const Received&) { return answer_of(503, "slow down"); });
  Patient patient;
  Client client(patient.options);
  EXPECT_EQ(client.send(get(server.url())).value().body, "slow down");
  EXPECT_EQ(server.received().size(), 12u);
  EXPECT_LT(patient.waited(), milliseconds(40000));
}

TEST(Client, waits_as_long_as_the_server_asks_within_limits) {
  for (const auto& [asked, waited] : {std::pair{7, 7000}, {86400, 60000}, {0, 100}}) {
    Server server(after(1, answer_of(503, "", {"Retry-After: " + std::to_string(asked)})));
    Patient patient;
    Client client(patient.options);
    EXPECT_EQ(client.send(get(server.url())).value().status, 200);
    EXPECT_NEAR(static_cast<double>(patient.waited().count()), waited, 110);
  }
}

TEST(Client, does_not_repeat_what_may_have_been_done) {
  for (const std::string& first : {answer_of(503, "no"), std::string()}) {
    Server server(after(1, first));
    Patient patient;
    Client client(patient.options);
    const auto response = client.send({.method = "POST", .url = server.url(), .body = "x", .repeat = Repeat::no});
    EXPECT_EQ(server.received().size(), 1u);
    if (first.empty()) {
      ASSERT_FALSE(response);
      EXPECT_EQ(response.error().type, kNotKnown);
      EXPECT_EQ(response.error().message,
                "no answer from " + server.url("") + ": the connection was lost before the whole answer was there");
    } else {
      EXPECT_EQ(response->status, 503);
    }
  }
}

TEST(Client, tries_again_after_a_lost_connection) {
  for (const std::string first : {"", "HTTP/1.1 200 x\r\nContent-Length: 100\r\n\r\nhalf"}) {
    Server server([first, left = std::make_shared<std::atomic<int>>(1)](const Received&) {
      return (*left)-- > 0 ? first : answer_of(200, "ok", {"Connection: close"});
    });
    Patient patient;
    patient.options.timeout = milliseconds(300);
    Client client(patient.options);
    const auto response = client.send(get(server.url()));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "ok");
    EXPECT_TRUE(response->maybe_done_before);
  }
}

TEST(Client, tells_when_a_request_may_have_been_done_on_an_old_connection) {
  auto count = std::make_shared<std::atomic<int>>(0);
  Server server([count](const Received&) { return ++*count == 2 ? std::string() : answer_of(412, ""); });
  Client client{Options()};
  EXPECT_FALSE(client.send(get(server.url())).value().maybe_done_before);
  // The second one is read and then dropped with its connection, and curl sends it again by itself.
  EXPECT_TRUE(client.send(get(server.url())).value().maybe_done_before);
  EXPECT_EQ(*count, 3);
}

TEST(Client, says_that_nobody_listens_after_some_tries) {
  Patient patient;
  Client client(patient.options);
  const std::string url = "http://127.0.0.1:" + std::to_string(closed_port());
  const auto response = client.send({.method = "POST", .url = url + "/secret?key=1"});
  ASSERT_FALSE(response);
  EXPECT_EQ(to_text(response.error()), "error: cannot reach " + url +
                                           ": connection refused\n"
                                           "  hint: check the address and the port, and that the server runs\n");
  EXPECT_EQ(response.error().type, kNotSent);
  EXPECT_NEAR(static_cast<double>(patient.waited().count()), 100 + 200 + 400, 10);
  // The next ones learn from it: a batch of thousands must not wait like that for each.
  EXPECT_FALSE(client.send(get(url)));
  EXPECT_NEAR(static_cast<double>(patient.waited().count()), 700, 10);
}

TEST(Client, says_that_there_is_no_such_host) {
  Patient patient;
  patient.options.retry = Retry::none();
  Client client(patient.options);
  const auto response = client.send(get("https://me:secret@no-such-host.invalid:1/x"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().message, "cannot reach https://no-such-host.invalid:1: the name of the host is not known");
}

TEST(Client, gives_up_on_a_server_that_does_not_answer) {
  std::atomic<bool> stop{false};
  Server server([&](const Received&) {
    while (!stop) std::this_thread::sleep_for(milliseconds(10));
    return std::string();
  });
  Patient patient;
  patient.options.timeout = milliseconds(150);
  patient.options.retry.unanswered_tries = 2;
  Client client(patient.options);
  const auto response = client.send(get(server.url()));
  stop = true;
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().message, "no answer from " + server.url("") + ": no answer within 0.15 s");
  EXPECT_EQ(response.error().type, kNotKnown);
  EXPECT_EQ(server.received().size(), 2u);
}

TEST(Client, refuses_answers_beyond_its_limit) {
  const std::vector<std::string> answers = {
      answer_of(200, std::string(2000, 'x')),
      "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') + "\r\n0\r\n\r\n"};
  for (const std::string& answer : answers) {
    Server server([&](const Received&) { return answer; });
    Options options;
    options.largest_answer = 1000;
    Client client(options);
    const auto response = client.send(get(server.url()));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().message, "the answer of " + server.url("") + " is larger than 1000 bytes");
    EXPECT_EQ(server.received().size(), 1u);
  }
}

TEST(Client, ends_when_it_is_cancelled) {
  std::atomic<bool> cancelled{false};
  Server server([&](const Received&) {
    cancelled = true;
    return answer_of(503, "", {"Retry-After: 60"});
  });
  Options options;
  options.cancelled = &cancelled;
  Client client(options);
  const auto response = client.send(get(server.url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().message, "cancelled while waiting for " + server.url(""));
  EXPECT_EQ(response.error().type, kNotKnown);
}

TEST(Client, lets_what_is_under_way_end_when_it_is_cancelled) {
  std::atomic<bool> cancelled{false};
  Server server([&](const Received&) {
    cancelled = true;
    std::this_thread::sleep_for(milliseconds(150));
    return answer_of(200, "done");
  });
  Options options;
  options.cancelled = &cancelled;
  options.grace = milliseconds(20000);
  Client client(options);
  EXPECT_EQ(client.send(get(server.url())).value().body, "done");
  EXPECT_EQ(client.send(get(server.url())).value().body, "done");  // begun after it, as the last word of a sync is
}

TEST(Client, does_not_wait_for_a_server_that_hangs_once_it_is_cancelled) {
  std::atomic<bool> stop{false}, cancelled{false};
  Server server([&](const Received&) {
    cancelled = true;
    while (!stop) std::this_thread::sleep_for(milliseconds(10));
    return std::string();
  });
  Options options;
  options.cancelled = &cancelled;
  options.grace = milliseconds(200);
  Client client(options);
  const std::vector<Request> requests = {get(server.url()), get(server.url())};
  const auto begun = std::chrono::steady_clock::now();
  const auto responses = client.send_all(requests, 1);
  const auto took = std::chrono::steady_clock::now() - begun;
  stop = true;
  ASSERT_FALSE(responses[0] || responses[1]);
  EXPECT_EQ(responses[0].error().message, "cancelled while waiting for " + server.url(""));
  EXPECT_EQ(responses[0].error().type, kNotKnown);
  EXPECT_EQ(responses[1].error().type, kCancelled);
  EXPECT_EQ(server.received().size(), 1u);
  EXPECT_LT(took, std::chrono::seconds(20));  // of the minute that an answer may take
}

TEST(Client, sends_no_line_breaks_in_headers) {
  Server server([](const Received&) { return answer_of(200, ""); });
  Client client{Options()};
  EXPECT_FALSE(client.send({.url = server.url(), .headers = {{"X", "a\r\nY: b"}}}));
  EXPECT_FALSE(client.send({.url = server.url("/\n")}));
  EXPECT_FALSE(client.send({.url = "file:///etc/passwd"}));
  EXPECT_TRUE(server.received().empty());
}

TEST(Client, takes_the_proxy_from_the_environment) {
  Server proxy([](const Received& request) { return answer_of(200, request.target); });
  setenv("http_proxy", proxy.url("").c_str(), 1);
  setenv("no_proxy", "direct.invalid", 1);
  Options options;
  options.retry = Retry::none();
  EXPECT_EQ(Client(options).send(get("http://there.invalid/x")).value().body, "http://there.invalid/x");
  EXPECT_FALSE(Client(options).send(get("http://direct.invalid/x")));
  options.proxy = Options::Proxy::none;
  EXPECT_FALSE(Client(options).send(get("http://there.invalid/x")));
  unsetenv("http_proxy");
  unsetenv("no_proxy");
}

TEST(Client, signs_each_try_anew) {
  Server server(after(2, answer_of(503, "")));
  Patient patient;
  patient.options.timing.date = [passed = patient.passed] {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1440938160)) +
           20 * std::chrono::duration_cast<milliseconds>(*passed);
  };
  Client client(patient.options);
  Request request = get(server.url("/bucket?list-type=2"));
  request.signing = Signing{.region = "us-east-1", .service = "s3", .access_key_id = "A", .secret_access_key = "B"};
  ASSERT_TRUE(client.send(request));
  std::set<std::string> dates;
  for (const Received& one : server.received()) {
    dates.insert(one.headers.at("x-amz-date"));
    EXPECT_NE(one.headers.at("authorization").find("SignedHeaders=host;x-amz-content-sha256;x-amz-date"),
              std::string::npos);
  }
  EXPECT_EQ(dates.size(), 3u);
  EXPECT_EQ(*dates.begin(), "20150830T123600Z");
}

}  // namespace

}  // namespace sailmaker::http
