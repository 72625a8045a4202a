#include "yaml/fast_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "tests/yaml/agreement.h"
#include "value/json.h"

namespace sailmaker::yaml {
namespace {

bool takes(std::string_view text) {
  Document document;
  return read_fast(text, Limits(), document);
}

TEST(FastReader, TakesEverydayYaml) {
  for (const char* text : {
           "",
           "# comment\n",
           "a: 1",
           "a: b c  # comment\n\n# more\nd: 'it''s'\n",
           "a:\n  b:\n    c: d\ne:\n",
           "a:\n- b\n- c: d\n  e: f\n-\n- - g\n  - h\ni: j\n",
           "- a\n-\n  b: c\n- d:\n    - e\n",
           "a: [1, 'b', \"c\", {d: e}, []]\nf: {}\n",
           "a: [1,\n  2, # comment\n  3,\n]\n",
           "{\"a\":1,\"b\":[true,null]}",
           "a: |\n  one\n    two\n\n  three\nb: |-\n  x\nc: |+\n  y\n\n",
           "a: \"x\\n\\\"\\u00e9\\x41\"\n",
           "이름: 값\n",
           "a: http://x/y:z#w\n",
           "'a b': c\n\"d\" : e\n1: 2\n=: 3\n",
           "- -1\n- -a\n- .5\n",
           "yes: 1.10\n",
       }) {
    EXPECT_TRUE(takes(text)) << text;
    EXPECT_EQ(disagreement(text), "") << text;
  }
}

TEST(FastReader, GivesUpOnEverythingElse) {
  for (const char* text : {
           "---\na: 1",
           "a: 1\n...\n",
           "a: 1\n--- b\n",
           "%YAML 1.1\n",
           "a: &x 1",
           "a: *x",
           "a: !!str 1",
           "<<: {a: 1}",
           "a: <<",
           "a: =",
           "a: one\n  two\n",
           "a: 'one\n  two'\n",
           "a: >\n  folded\n",
           "a: |2\n  x\n",
           "? a\n: b\n",
           "a:\tb\n",
           "a: 1\r\n",
           "a: 1\na: 2\n",
           "a: b: c\n",
           "a: - b\n",
           "a: 1\n- b\n",
           "a:\n    b: 1\n  c: 2\n",
           "[a: b]",
           "{a}",
           "{a: }",
           "[a b\nc]",
           "[a, b",
           "a: 'b",
           "a: \"\\z\"",
           "a: \"\\ud800\"",
           "a: 'x' y\n",
           "[a]: b\n",
           "a: 0x_\n",
           "\uFEFFa: 1\n",
           "a: \xC2\x85\n",
           "a: \xFF\n",
           "a: \x01\n",
       }) {
    EXPECT_FALSE(takes(text)) << text;
  }
}

TEST(FastReader, GivesUpAtLimits) {
  Document document;
  Limits limits;
  limits.size = 3;
  EXPECT_FALSE(read_fast("abcd", limits, document));
  limits = Limits();
  limits.nodes = 4;
  EXPECT_FALSE(read_fast("[a, b, c, d]", limits, document));
  EXPECT_FALSE(takes(std::string(100'000, '[')));
}

TEST(FastReader, GivesUpOnKeysBeyondWhatLibyamlFinds) {
  EXPECT_TRUE(takes(std::string(900, 'k') + ": v"));
  EXPECT_FALSE(takes(std::string(1200, 'k') + ": v"));
  EXPECT_EQ(disagreement(std::string(1023, 'k') + ": v"), "");
}

// Pieces that make likely and unlikely YAML when strung together.
constexpr const char* kPieces[] = {
    "a",      "b: ",      "c:",    "- ",      "-",     "\n",   "\n",      "\n  ", "\n    ",  " ",    "  ",
    "'x'",    "\"y\\n\"", "[",     "]",       "{",     "}",    ", ",      ",",    ": ",      ":",    "#",
    " # n",   "|",        "|-\n",  "|\n  ",   "1.10",  "yes",  "010",     "~",    "é",       "한",   "'",
    "\"",     "\\",       "key: ", "key:\n",  "- k: ", "\n- ", "&a ",     "*a",   "!!str",   "<<: ", "? ",
    "---",    "...",      "%",     "\t",      ">",     "=",    "-1",      "x y",  "a:b",     "//",   "{a: 1}",
    "[1, 2]", "[]",       "{}",    "'it''s'", "0x1F",  "null", "|+\n   ", "\n\n", "\n   \n", "@",
};

std::string random_text(std::mt19937_64& random) {
  std::string text;
  const std::size_t count = 1 + random() % 14;
  for (std::size_t i = 0; i < count; ++i) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(FastReader, AgreesWithLibyamlOnRandomText) {
  std::mt19937_64 random(20240229);
  int taken = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = random_text(random);
    ASSERT_EQ(disagreement(text), "") << text;
    taken += takes(text);
  }
  EXPECT_GT(taken, 5'000);
}

std::string pipeline() {
  std::ifstream file(SAILMAKER_SOURCE_DIR "/fuzz/corpus/yaml/pipeline.yaml", std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(FastReader, TakesAWholePipeline) {
  ASSERT_GT(pipeline().size(), 5000U);
  EXPECT_TRUE(takes(pipeline()));
  EXPECT_EQ(disagreement(pipeline()), "");
}

TEST(FastReader, AgreesWithLibyamlOnPipelinesWithSlips) {
  const std::string whole = pipeline().substr(0, 1500);
  std::mt19937_64 random(7);
  int taken = 0;
  for (int i = 0; i < 5'000; ++i) {
    std::string text = whole;
    for (std::size_t slips = 1 + random() % 2; slips-- > 0;) {
      const std::size_t place = random() % text.size();
      const std::string piece = kPieces[random() % std::size(kPieces)];
      text.replace(place, random() % 3, random() % 4 == 0 ? "" : piece);
    }
    ASSERT_EQ(disagreement(text), "") << text;
    taken += takes(text);
  }
  EXPECT_GT(taken, 1'000);
}

}  // namespace
}  // namespace sailmaker::yaml
