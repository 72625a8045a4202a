#include "pipeline/mark.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest.h"
#include "pipeline/canonical.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {
namespace {

std::string canonical(const char* text) { return std::string(canonical_text(json(text))); }

TEST(Mark, IsReadAsItWasWritten) {
  Value pipeline = json("{'name': 'x', 'sailmaker': {'key': 'old', 'digest': 'd'}, 'stages': []}");
  const Mark mark{"a/b/c/d", "sha256:00"};
  set_mark(pipeline, mark);
  EXPECT_EQ(mark_of(pipeline), mark);
  EXPECT_EQ(to_json(pipeline),
            "{\"name\":\"x\",\"stages\":[],\"sailmaker\":{\"key\":\"a/b/c/d\",\"digest\":\"sha256:00\"}}");
  set_mark(pipeline, {"k", "d"});
  EXPECT_EQ(mark_of(pipeline), (Mark{"k", "d"}));
  EXPECT_EQ(pipeline.as_map().size(), 3U);
}

TEST(Mark, OfSomebodyElsesPipelineIsNone) {
  for (const char* text : {"{}", "[]", "{'sailmaker': 'x'}", "{'sailmaker': {'key': 'x'}}",
                           "{'sailmaker': {'key': 'x', 'digest': 5}}", "{'sailmaker': {'digest': 'x', 'key': null}}"}) {
    EXPECT_EQ(mark_of(json(text)), std::nullopt) << text;
  }
}

TEST(Digest, NeverChanges) {
  EXPECT_EQ(digest_of(json("{'name': 'x', 'n': [1, 2.5, true, null], 'ä': '\\n'}")),
            "sha256:" + sha256_hex("{\"n\":[1,2.5,true,null],\"name\":\"x\",\"ä\":\"\\n\"}"));
  EXPECT_EQ(digest_of(json("{}")), "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

TEST(Digest, CanonicalTextHoldsWhatCounts) {
  EXPECT_EQ(canonical("{'b': 1, 'a': {'d': [], 'c': {}}, 'abcdefgh2': 1, 'abcdefgh10': 2}"),
            R"({"a":{"c":{},"d":[]},"abcdefgh10":2,"abcdefgh2":1,"b":1})");
  EXPECT_EQ(canonical("{'index': 1, 'disabled': true, 'updateTs': '1', 'lastModifiedBy': 'a', 'schema': '1',"
                      " 'triggers': [], 'email': null, 'sailmaker': {'key': 'k', 'digest': 'd'}}"),
            "{}");
  EXPECT_EQ(canonical("{'schema': 'v2', 'unknown': null, 'stages': [{'index': 1, 'schema': '1', 'triggers': []}]}"),
            R"({"schema":"v2","stages":[{"index":1,"schema":"1","triggers":[]}],"unknown":null})");
  EXPECT_EQ(canonical("{'triggers': [{'type': 'cron', 'id': '1'}, {'type': 'git', 'id': '2'}, 5]}"),
            R"({"triggers":[{"type":"cron"},{"id":"2","type":"git"},5]})");
  EXPECT_EQ(canonical("{'triggers': [{'runAsUser': 'x@managed-service-account'}, {'runAsUser': 'me'}]}"),
            R"({"triggers":[{},{"runAsUser":"me"}]})");
  EXPECT_EQ(canonical("{'serviceAccount': 'own', 'triggers': [{'runAsUser': 'own'}]}"),
            R"({"serviceAccount":"own","triggers":[{}]})");
}

// Whatever the fast writer does must be what the plain one does.
TEST(Digest, CanonicalTextIsSortedJson) {
  Value sample = sample_pipeline(40);
  Map many;
  for (int i = 99; i >= 0; --i)
    many.set(Value("key \"" + std::to_string(i)), Value("\x01\\ text " + std::string(i, 'x')));
  sample.mutable_map().set("many", Value(many));
  sample.mutable_map().set(
      "a\nkey", Value(List{Value(-1), Value(1e300), Value(0.5), Value::big_integer("99999999999999999999")}));
  for (Value& trigger : sample.mutable_map().find("triggers")->mutable_list()) trigger.mutable_map().erase("id");
  EXPECT_EQ(canonical_text(sample), to_json(sample, JsonStyle::sorted));
}

TEST(Digest, IsTheSameAfterFront50) {
  Value pipeline = sample_pipeline();
  link(pipeline, sample_context());
  pipeline.mutable_map().set("email", Value());
  pipeline.mutable_map().set("x", json("[2.50, 1e3, 3, -0.0, 12345678901234567890123]"));
  const std::string digest = digest_of(pipeline);
  set_mark(pipeline, {"k", digest});
  EXPECT_EQ(digest_of(through_front50(pipeline)), digest);
  EXPECT_EQ(digest_of(through_front50(through_front50(pipeline))), digest);
}

TEST(Digest, DiffersWhenSomebodyChangedAnything) {
  const std::string base = digest_of(json("{'name': 'x', 'stages': [{'refId': 'a'}, {'refId': 'b'}]}"));
  for (const char* other :
       {"{'name': 'y', 'stages': [{'refId': 'a'}, {'refId': 'b'}]}",
        "{'name': 'x', 'stages': [{'refId': 'b'}, {'refId': 'a'}]}", "{'name': 'x', 'stages': [{'refId': 'a'}]}",
        "{'name': 'x', 'stages': [{'refId': 'a'}, {'refId': 'b', 'c': null}]}",
        "{'name': 'x', 'stages': [{'refId': 'a'}, {'refId': 'b'}], 'limitConcurrent': false}"}) {
    EXPECT_NE(digest_of(json(other)), base) << other;
  }
}

}  // namespace
}  // namespace sailmaker::pipeline
