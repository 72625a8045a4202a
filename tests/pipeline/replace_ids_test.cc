#include <gtest/gtest.h>

#include "pipeline/ids.h"
#include "pipeline/link.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

const std::string kMade = "06b9dc2c-5cb7-53b1-bad8-4dcb07d787b7";
const std::string kStored = "ffffffff-0000-4000-8000-000000000001";

std::string replaced(std::string text) {
  Value value = json(text);
  replace_ids(value, {{kMade, kStored}, {"11111111-1111-5111-8111-111111111111", "other"}});
  return to_json(value);
}

TEST(ReplaceIds, WhereverTheyStand) {
  const std::string m = kMade;
  const std::string s = kStored;
  EXPECT_EQ(replaced("'" + m + "'"), "\"" + s + "\"");
  EXPECT_EQ(replaced("{'id': '" + m + "', 'list': [[{'a': '" + m + "'}], 1, null]}"),
            "{\"id\":\"" + s + "\",\"list\":[[{\"a\":\"" + s + "\"}],1,null]}");
  EXPECT_EQ(replaced("'a " + m + "/" + m + "-b'"), "\"a " + s + "/" + s + "-b\"");
  EXPECT_EQ(replaced("{'b': 1, '" + m + "': 2, 'c': '" + m + "'}"), "{\"b\":1,\"" + s + "\":2,\"c\":\"" + s + "\"}");
  EXPECT_EQ(replaced("['11111111-1111-5111-8111-111111111111']"), "[\"other\"]");
}

TEST(ReplaceIds, OnlyWholeOnes) {
  for (const std::string& text : {"a" + kMade, kMade + "0", "x-" + kMade.substr(1), kMade.substr(0, 35)}) {
    EXPECT_EQ(replaced("'" + text + "'"), "\"" + text + "\"");
  }
}

TEST(ReplaceIds, LeavesWhatOthersShare) {
  const Value original = json("{'a': ['" + kMade + "'], 'b': ['c']}");
  Value copy = original;
  replace_ids(copy, {{kMade, kStored}});
  EXPECT_EQ(to_json(original), "{\"a\":[\"" + kMade + "\"],\"b\":[\"c\"]}");
  EXPECT_EQ(to_json(copy), "{\"a\":[\"" + kStored + "\"],\"b\":[\"c\"]}");
  EXPECT_TRUE(copy.find("b")->same_as(*original.find("b")));
}

TEST(ReplaceIds, TouchesNothingWithoutAMatch) {
  const Value original = sample_pipeline();
  Value copy = original;
  replace_ids(copy, {{kMade, kStored}});
  EXPECT_TRUE(copy.same_as(original));
  replace_ids(copy, {});
  EXPECT_TRUE(copy.same_as(original));
}

}  // namespace
}  // namespace sailmaker::pipeline
