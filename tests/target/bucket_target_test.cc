// What a bucket target sends, and how it takes what a store answers; a scripted server plays stores at their oddest.

#include "target/bucket_target.h"

#include <gtest/gtest.h>

#include <mutex>

#include "base/base64.h"
#include "base/digest.h"
#include "http/url.h"
#include "target/aws_keys.h"
#include "target/bucket_answers.h"
#include "target/bucket_layout.h"
#include "tests/http/server.h"
#include "tests/target/s3_place.h"

namespace sailmaker::target {

namespace {

using http::answer_of;
using http::Received;
using http::Server;

const std::string kBody = R"({"id":"a"})";

std::string md5_hex(std::string_view text) { return to_hex(md5(text)); }

/// A store with a single object, and what it does with a request that changes it.
class Scripted {
 public:
  using Change = std::function<std::string(const Received&)>;
  explicit Scripted(Change change, bool versions = true)
      : change_(std::move(change)),
        versions_(versions),
        server_([this](const Received& request) { return answer(request); }) {}

  std::unique_ptr<Target> open(http::Headers put_headers = {}) const {
    BucketSettings settings;
    settings.place = {Dialect::s3, "b", server_.url("/b"), std::move(put_headers)};
    settings.shown = "s3 bucket b/front50";
    settings.honours_conditions = true;
    settings.http.retry.first_wait = std::chrono::milliseconds(1);
    std::vector<std::unique_ptr<KeySource>> sources;
    sources.push_back(fixed_keys({"id", "secret", "", std::nullopt}));
    return make_bucket_target(std::move(settings), std::make_shared<AwsIdentity>(std::move(sources), "r", "s3"));
  }

  std::vector<Received> sent(const std::string& method) const {
    std::vector<Received> found;
    for (Received& one : server_.received()) {
      if (one.method == method) found.push_back(std::move(one));
    }
    return found;
  }

  std::string stored;         // guarded by mutex_
  std::string etag = "\"\"";  // of what is stored, as far as it is no MD5; guarded by mutex_

 private:
  std::string answer(const Received& request) {
    const std::lock_guard guard(mutex_);
    if (request.target.ends_with("?versioning")) {
      return answer_of(200, versions_ ? "<V><Status>Enabled</Status></V>" : "<V/>");
    }
    if (request.method != "GET") return change_(request);
    if (stored.empty()) return answer_of(404, "<Error><Code>NoSuchKey</Code></Error>");
    const std::string tag = etag == "\"\"" ? "\"" + md5_hex(stored) + "\"" : etag;
    return answer_of(200, stored, {"ETag: " + tag});
  }

  Change change_;
  bool versions_;
  std::mutex mutex_;
  Server server_;
};

TEST(BucketTarget, sends_digest_condition_and_encryption) {
  Scripted store([](const Received&) { return answer_of(200, ""); });
  const auto target = store.open({{"x-amz-server-side-encryption", "aws:kms"}});
  EXPECT_EQ(target->write("a", kBody, Precondition::absent()).value(), Outcome::done);
  EXPECT_EQ(target->write("a", kBody, Precondition::unchanged(md5_hex("old"))).value(), Outcome::done);
  const auto puts = store.sent("PUT");
  ASSERT_EQ(puts.size(), 2u);
  EXPECT_EQ(puts[0].target, "/b/front50/pipelines/a/pipeline-metadata.json");
  const Md5 digest = md5(kBody);
  EXPECT_EQ(puts[0].headers.at("content-md5"), base64_encode({reinterpret_cast<const char*>(digest.data()), 16}));
  EXPECT_EQ(puts[0].headers.at("if-none-match"), "*");
  EXPECT_EQ(puts[0].headers.at("x-amz-server-side-encryption"), "aws:kms");
  EXPECT_EQ(puts[1].headers.at("if-match"), "\"" + md5_hex("old") + "\"");
  EXPECT_TRUE(puts[0].headers.at("authorization").find("x-amz-server-side-encryption") != std::string::npos);
}

TEST(BucketTarget, recognizes_its_own_write_when_the_answer_was_lost) {
  auto* here = new std::unique_ptr<Scripted>();
  const std::unique_ptr<std::unique_ptr<Scripted>> owner(here);
  auto count = std::make_shared<int>(0);
  *here = std::make_unique<Scripted>([here, count](const Received& request) {
    if (++*count > 1) return answer_of(412, "<Error><Code>PreconditionFailed</Code></Error>");
    (*here)->stored = request.body;
    return std::string();  // done, but nobody hears of it
  });
  const auto target = (*here)->open();
  EXPECT_EQ(target->write("a", kBody, Precondition::absent()).value(), Outcome::done);
  *count = 0;
  (*here)->stored = "theirs";
  EXPECT_EQ(target->write("a", kBody, Precondition::unchanged("x")).value(), Outcome::done) << "written, then lost";
}

TEST(BucketTarget, does_not_take_what_others_wrote_for_its_own) {
  Scripted store([](const Received&) { return answer_of(412, ""); });
  store.stored = "theirs";
  EXPECT_EQ(store.open()->write("a", kBody, Precondition::absent()).value(), Outcome::moved_on);
  store.stored = kBody;  // the same text, but not by us: nothing of ours can have arrived
  EXPECT_EQ(store.open()->write("a", kBody, Precondition::absent()).value(), Outcome::moved_on);
}

TEST(BucketTarget, writes_over_an_object_whose_etag_is_no_md5) {
  Scripted store([](const Received& request) {
    return request.headers.at("if-match") == "\"made-of-parts-2\"" ? answer_of(200, "") : answer_of(412, "");
  });
  store.stored = "old";
  store.etag = "\"made-of-parts-2\"";
  const auto target = store.open();
  EXPECT_EQ(target->write("a", kBody, Precondition::unchanged(md5_hex("old"))).value(), Outcome::done);
  EXPECT_EQ(store.sent("PUT").size(), 2u);
  const auto seen = target->read("a").value();
  EXPECT_EQ(seen->version, md5_hex("old"));
  EXPECT_EQ(target->write("a", kBody, Precondition::unchanged(seen->version)).value(), Outcome::done);
  EXPECT_EQ(store.sent("PUT").size(), 3u) << "what was read is known to have another tag";
}

TEST(BucketTarget, gives_up_on_an_object_that_never_holds_still) {
  Scripted store(
      [](const Received&) { return answer_of(409, "<Error><Code>ConditionalRequestConflict</Code></Error>"); });
  store.stored = "old";
  const auto result = store.open()->write("a", kBody, Precondition::unchanged(md5_hex("old")));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "pipeline a is changed by somebody else again and again, so it was left alone");
}

TEST(BucketTarget, says_what_the_store_said) {
  Scripted store([](const Received&) {
    return answer_of(403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
  });
  const auto result = store.open()->write("a", kBody, Precondition::absent());
  ASSERT_FALSE(result);
  EXPECT_EQ(to_text(result.error()),
            "error: cannot write front50/pipelines/a/pipeline-metadata.json in bucket b: AccessDenied: Access Denied\n"
            "  hint: docs/targets.md lists the permissions that a sync needs\n");
}

TEST(BucketTarget, keeps_copies_where_the_bucket_keeps_no_versions_but_not_for_ever) {
  const auto place = make_s3_place({"full", false});
  const auto target = place->open();
  std::string version;
  for (int i = 0; i < 30; ++i) {
    const std::string body = R"({"id":"a","n":)" + std::to_string(i) + "}";
    const auto precondition = version.empty() ? Precondition::absent() : Precondition::unchanged(version);
    ASSERT_EQ(target->write("a", body, precondition).value(), Outcome::done);
    version = target->version_of(body);
  }
  EXPECT_EQ(target->history("a", 100).value().size(), 30u);
  ASSERT_TRUE(target->publish());
  const auto left = target->history("a", 100).value();
  EXPECT_EQ(left.size(), 21u) << "the present one and twenty copies";
  EXPECT_EQ(left.back().body, R"({"id":"a","n":9})");
}

TEST(BucketTarget, reads_objects_that_a_key_of_kms_encrypts) {
  const auto place = make_s3_place({"opaque", true});
  const auto target = place->open();
  ASSERT_EQ(target->write("a", kBody, Precondition::absent()).value(), Outcome::done);
  EXPECT_NE(target->list().value().at(0).version, target->version_of(kBody)) << "so a plan reads it";
  const auto other = place->open();
  const std::string version = other->read("a").value()->version;
  EXPECT_EQ(version, target->version_of(kBody));
  EXPECT_EQ(place->open()->write("a", R"({"id":"a","n":2})", Precondition::unchanged(version)).value(), Outcome::done);
  EXPECT_EQ(place->open()->write("a", "{}", Precondition::unchanged(version)).value(), Outcome::moved_on);
}

TEST(BucketLayout, knows_its_pipelines_and_hides_what_is_ours) {
  const BucketLayout layout(Dialect::s3, "front50");
  EXPECT_EQ(layout.id_of(layout.pipeline("a b")), "a b");
  for (const std::string key :
       {"front50/pipelines/last-modified.json", "front50/pipelines/A/pipeline-metadata.json",
        "front50/pipelines/a/b/pipeline-metadata.json", "front50/pipelines//pipeline-metadata.json",
        "front50/pipelines/pipeline-metadata.json", "other/pipelines/a/pipeline-metadata.json"}) {
    EXPECT_FALSE(layout.id_of(key)) << key;
  }
  for (const std::string& key : {layout.record("r"), layout.lock(), layout.probe(), layout.history("a") + "1.json"}) {
    EXPECT_FALSE(key.starts_with("front50/pipelines")) << key << " would be listed by Front50";
  }
  const BucketLayout google(Dialect::gcs, "front50");
  EXPECT_EQ(google.pipeline("a"), "front50/pipelines/a/specification.json");
  EXPECT_EQ(google.marker(), "front50/pipelines/last-modified");
}

TEST(BucketAnswers, reads_times) {
  EXPECT_EQ(parse_iso_time("2009-10-12T17:50:30.000Z"), 1255369830000);
  EXPECT_EQ(parse_iso_time("2009-10-12T17:50:30.12Z"), 1255369830120);
  EXPECT_EQ(parse_iso_time("2009-10-12T17:50:30Z"), 1255369830000);
  EXPECT_EQ(parse_http_date("Mon, 12 Oct 2009 17:50:30 GMT"), 1255369830000);
  for (const std::string text : {"", "yesterday", "2009-10-12"}) {
    EXPECT_EQ(parse_iso_time(text), 0);
    EXPECT_EQ(parse_http_date(text), 0);
  }
}

TEST(BucketAnswers, reads_listings) {
  const auto page = parse_listing(
      "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>a+b%2F=</"
      "NextContinuationToken>"
      "<Contents><Key>p/two+words%2B%25/x</Key><ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag></Contents>"
      "</ListBucketResult>");
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->entries.at(0).key, "p/two words+%/x");
  EXPECT_TRUE(looks_like_md5(page->entries[0].etag));
  EXPECT_EQ(page->next.at(0), (std::pair<std::string, std::string>("continuation-token", "a+b%2F=")));
  EXPECT_EQ(parse_listing("<html/>").error().message, "the listing is not one: its XML begins with 'html'");
  EXPECT_EQ(parse_listing("no xml <").error().message, "the listing is no XML");
  EXPECT_FALSE(parse_listing("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"));
  EXPECT_FALSE(looks_like_md5("0123456789abcdef0123456789abcdef-2"));
}

}  // namespace

}  // namespace sailmaker::target
