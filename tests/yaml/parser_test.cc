#include "yaml/parser.h"

#include <gtest/gtest.h>

#include <chrono>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker::yaml {
namespace {

Value value_of(std::string_view text) {
  auto document = parse(text, "input.yaml");
  EXPECT_TRUE(document.ok()) << (document ? "" : to_text(document.error()));
  return document ? document->root : Value("an error");
}

std::string message_of(std::string_view text, const Options& options = {}) {
  const auto document = parse(text, "input.yaml", options);
  return document ? "no error: " + to_json(document->root) : to_line(document.error());
}

TEST(Parser, ReadsAnEmptyTextAsNull) {
  for (const char* text : {"", "\n", "  \n", "# comment", "---\n", "---\n...\n", "%YAML 1.1\n---\n"}) {
    EXPECT_TRUE(value_of(text).is_null()) << text;
  }
}

TEST(Parser, KeepsTheOrderOfKeysAndTheirKinds) {
  const Value value = value_of("z: 1\na: 2\n3: x\n1.5: y\nyes: w\n~: v\n");
  const Map& map = value.as_map();
  ASSERT_EQ(map.size(), 6U);
  EXPECT_EQ(map.at(0).key, Value("z"));
  EXPECT_EQ(map.at(1).key, Value("a"));
  EXPECT_TRUE(map.at(2).key.is_integer());
  EXPECT_TRUE(map.at(3).key.is_real());
  EXPECT_TRUE(map.at(4).key.is_boolean());
  EXPECT_TRUE(map.at(5).key.is_null());
}

TEST(Parser, ReadsIntegersOfAnySize) {
  const Value value = value_of(
      "[9223372036854775807, 9223372036854775808, -9223372036854775809, 0xFFFFFFFFFFFFFFFFFF, "
      "0777777777777777777777777, 99999999999999999999:59, 0b1111]");
  const List& items = value.as_list();
  EXPECT_EQ(items[0].as_integer(), INT64_MAX);
  EXPECT_EQ(items[1].as_string(), "9223372036854775808");
  EXPECT_EQ(items[2].as_string(), "-9223372036854775809");
  EXPECT_EQ(items[3].as_string(), "4722366482869645213695");
  EXPECT_EQ(items[4].as_string(), "4722366482869645213695");
  EXPECT_EQ(items[5].as_string(), "5999999999999999999999");  // 60 * (10^20 - 1) + 59
  EXPECT_EQ(items[6].as_integer(), 15);
}

TEST(Parser, SharesWhatAliasesRepeat) {
  const Value value = value_of("a: &x {k: [1, 2, 3]}\nb: *x\n");
  EXPECT_TRUE(value.find("a")->same_as(*value.find("b")));
}

TEST(Parser, MergesLikePyYaml) {
  EXPECT_EQ(to_json(value_of("a: &a {x: 1, y: 2}\nb:\n  z: 0\n  y: 3\n  <<: *a\n")),
            R"({"a":{"x":1,"y":2},"b":{"x":1,"y":3,"z":0}})");
  EXPECT_EQ(to_json(value_of("- &a {x: 1}\n- &b {x: 2, y: 2}\n- {<<: [*a, *b]}\n")),
            R"([{"x":1},{"x":2,"y":2},{"x":1,"y":2}])");
  EXPECT_EQ(to_json(value_of("- &a {x: 1}\n- &b {x: 2, y: 2}\n- {<<: *a, <<: *b}\n")),
            R"([{"x":1},{"x":2,"y":2},{"x":2,"y":2}])");
  EXPECT_EQ(to_json(value_of("'<<': 1\n")), R"({"<<":1})");
}

TEST(Parser, TellsSurprisesAndTheirPlaces) {
  const std::string text = "# ü\nversion: 1.10\non: &a 010\nfine: [1.5, true, 'yes', 7]\n";
  const auto document = parse(text, "input.yaml");
  ASSERT_TRUE(document.ok());
  std::vector<std::string> seen;
  for (const Surprise& surprise : document->surprises) {
    seen.push_back(text.substr(surprise.span.offset, surprise.span.length) + ": " + surprise.message);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"1.10: `1.10` is read as the number 1.1", "on: `on` is read as true",
                                            "010: `010` is read as the number 8"}));
  EXPECT_EQ(document->surprises[0].hint, "write '1.10' in quotes if it is text");
}

TEST(Parser, ShowsBothPlacesOfAKeyThatStandsTwice) {
  const auto document = parse("a: 1\nb: 2\na: 3\n", "input.yaml");
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(document.error().source->line, 3);
  ASSERT_TRUE(document.error().cause);
  EXPECT_EQ(document.error().cause->source->line, 1);
}

TEST(Parser, CountsColumnsInCodePoints) {
  EXPECT_EQ(message_of("이름: @\n").substr(0, 15), "input.yaml:1:5:");
  EXPECT_EQ(message_of("# 한글 한글 한글\n이름: x\n한: *b\n").substr(0, 15), "input.yaml:3:4:");
}

TEST(Limits, Size) {
  Options options;
  options.limits.size = 10;
  EXPECT_EQ(message_of("abc: defghi", options), "input.yaml:1:1: the text is larger than 10 bytes");
  EXPECT_EQ(message_of("abc: defgh", options), R"(no error: {"abc":"defgh"})");
}

TEST(Limits, Depth) {
  Options options;
  options.limits.depth = 3;
  EXPECT_EQ(message_of("[[[a]]]", options), R"(no error: [[["a"]]])");
  EXPECT_EQ(message_of("[[[[a]]]]", options), "input.yaml:1:5: nested deeper than 3 levels");
  EXPECT_EQ(message_of("a:\n b:\n  c:\n   d: e\n", options), "input.yaml:4:4: nested deeper than 3 levels");
}

TEST(Limits, DeepNestingNeitherCrashesNorTakesLong) {
  const std::size_t deep = 500'000;
  EXPECT_NE(message_of(std::string(deep, '[')).find("nested deeper"), std::string::npos);
  EXPECT_NE(message_of(std::string(deep, '{')).find("nested deeper"), std::string::npos);
  std::string dashes;
  for (std::size_t i = 0; i < 20'000; ++i) dashes += "- ";
  EXPECT_NE(message_of(dashes).find("nested deeper"), std::string::npos);
}

TEST(Limits, ValuesBehindAliasesCount) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int item = 0; item < 10; ++item) bomb += (item > 0 ? ", " : "") + alias;
    bomb += "]\n";
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_NE(message_of(bomb).find("the document has more than 4194304 values"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(Limits, ValuesBehindMergesCount) {
  std::string bomb = "- &a0 {k0: 1, k1: 2, k2: 3}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "- &a" + std::to_string(i) + " {<<: [" + before + ", " + before + "], n" + std::to_string(i) + ": 1}\n";
  }
  EXPECT_NE(message_of(bomb).find("the document has more than"), std::string::npos);
}

TEST(Limits, NodesOfAPlainDocumentCountToo) {
  Options options;
  options.limits.nodes = 5;
  EXPECT_EQ(message_of("[1, 2, 3, 4]", options), "no error: [1,2,3,4]");
  EXPECT_EQ(message_of("[1, 2, 3, 4, 5]", options).substr(0, 16), "input.yaml:1:14:");
}

TEST(Limits, LongNumbersAreAnError) {
  const std::string digits(5000, '9');
  EXPECT_NE(message_of("a: " + digits).find("a number has at most 4300 digits"), std::string::npos);
  EXPECT_EQ(value_of("a: '" + digits + "'").find("a")->as_string().size(), 5000U);
}

TEST(Limits, AMegabyteOfTextIsReadInTime) {
  std::string text;
  while (text.size() < (1 << 20)) text += "- name: value\n  other: 'text'\n";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_GT(value_of(text).as_list().size(), 30'000U);
  EXPECT_GT(value_of("--- # slow\n" + text).as_list().size(), 30'000U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
}  // namespace sailmaker::yaml
