#include "value/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "value/json_strict.h"
#include "value/map.h"

namespace sailmaker {
namespace {

Value read(std::string_view text) {
  auto value = parse_json(text, "f.json");
  EXPECT_TRUE(value.ok()) << text;
  return value ? *value : Value("an error");
}

std::string message_of(std::string_view text, const JsonLimits& limits = {}) {
  const auto value = parse_json(text, "f.json", limits);
  return value ? "no error" : to_line(value.error());
}

TEST(Json, ReadsEachKind) {
  EXPECT_TRUE(identical(read(" null "), Value()));
  EXPECT_TRUE(identical(read("true"), Value(true)));
  EXPECT_TRUE(identical(read("-12"), Value(-12)));
  EXPECT_TRUE(identical(read("1.0"), Value(1.0)));
  EXPECT_TRUE(identical(read("1e2"), Value(100.0)));
  EXPECT_TRUE(identical(read("9223372036854775807"), Value(INT64_MAX)));
  EXPECT_TRUE(identical(read("9223372036854775808"), Value::big_integer("9223372036854775808")));
  EXPECT_TRUE(identical(read("-99999999999999999999"), Value::big_integer("-99999999999999999999")));
  EXPECT_EQ(read(R"("a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")"), Value("a\"\\/\b\f\n\r\té😀"));
  EXPECT_EQ(to_json(read(R"({"b":[1,{}],"a":null,"b":2})")), R"({"b":2,"a":null})") << "the last of equal keys";
}

TEST(Json, SaysWhereAndWhyATextIsWrong) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "f.json:1:1: the JSON document ends too early"},
      {"{\"a\":\n  1,}", "f.json:2:5: expected a key in double quotes"},
      {"[1,]", "f.json:1:4: expected a JSON value"},
      {"[1 2]", "f.json:1:4: expected ']' or ',' in the list"},
      {"{\"a\" 1}", "f.json:1:6: expected ':' after the key"},
      {"{\"a\":1", "f.json:1:7: expected '}' or ',' in the object"},
      {"nul", "f.json:1:1: expected a JSON value"},
      {"01", "f.json:1:1: a number has no leading zeros"},
      {"1.", "f.json:1:3: expected a digit"},
      {"-", "f.json:1:1: expected a JSON value"},
      {"1e400", "f.json:1:1: this number is too large"},
      {"\"ab", "f.json:1:1: this text has no closing '\"'"},
      {"\"a\nb\"", "f.json:1:3: a control character must be written as an escape"},
      {"\"\\x\"", "f.json:1:3: unknown escape"},
      {"\"\\u12g4\"", "f.json:1:3: \\u needs four hex digits"},
      {"\"\\ud800x\"", "f.json:1:2: half a surrogate pair"},
      {"\"\\udc00\"", "f.json:1:2: half a surrogate pair"},
      {"1 2", "f.json:1:3: unexpected text after the JSON document"},
      {"[\"\xFF\"]", "f.json:1:3: the text is not valid UTF-8 here"},
      {"\xEF\xBB\xBF{}", "f.json:1:1: expected a JSON value"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(message_of(text), message) << text;
}

TEST(Json, PointsAtThePlace) {
  const auto value = parse_json("{\n  \"name\": \"한글\", oops\n}", "pipeline.json");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(to_text(value.error()),
            "error: expected a key in double quotes\n"
            " --> pipeline.json:2:17\n"
            "  |\n"
            "2 |   \"name\": \"한글\", oops\n"
            "  |                 ^\n");
}

TEST(Json, KeepsItsLimits) {
  JsonLimits limits;
  limits.depth = 3;
  EXPECT_EQ(message_of("[[[1]]]", limits), "no error");
  EXPECT_EQ(message_of("[[[[1]]]]", limits), "f.json:1:5: nested deeper than 3 levels");
  limits.size = 4;
  EXPECT_EQ(message_of("[1,2]", limits), "f.json:1:1: the text is larger than 4 bytes");
  EXPECT_NE(message_of(std::string(1'000'000, '[')).find("nested deeper than 500 levels"), std::string::npos);
}

TEST(Json, WritesItsStyles) {
  const Value value = read(R"({"b":[1,2.5,"x"],"a":{"z":null,"y":[]},"c":{}})");
  EXPECT_EQ(to_json(value), R"({"b":[1,2.5,"x"],"a":{"z":null,"y":[]},"c":{}})");
  EXPECT_EQ(to_json(value, JsonStyle::sorted), R"({"a":{"y":[],"z":null},"b":[1,2.5,"x"],"c":{}})");
  EXPECT_EQ(to_json(value, JsonStyle::indented),
            "{\n  \"b\": [\n    1,\n    2.5,\n    \"x\"\n  ],\n  \"a\": {\n    \"z\": null,\n    \"y\": []\n  },\n  "
            "\"c\": {}\n}");
}

TEST(Json, WritesWhatJsonDoesNotKnow) {
  EXPECT_EQ(to_json(Value(std::nan(""))), "NaN");
  EXPECT_EQ(to_json(Value(-std::numeric_limits<double>::infinity())), "-Infinity");
  EXPECT_EQ(to_json(Value(Map{{true, 1}, {nullptr, 2}, {2.5, 3}, {7, 4}})), R"({"true":1,"null":2,"2.5":3,"7":4})");
  EXPECT_EQ(to_json(Value(Map{{"b", 1}, {1, 2}}), JsonStyle::sorted), R"({"1":2,"b":1})");
  EXPECT_EQ(to_json(Value("\x01\x1F\x7F/é")), "\"\\u0001\\u001F\x7F/é\"");
}

TEST(Json, ThrowsTooDeep) {
  Value value;
  for (int i = 0; i < 5000; ++i) value = Value(List{value});
  EXPECT_THROW(to_json(value), TooDeep);
}

constexpr const char* kPieces[] = {
    "{",  "}",       "[",     "]",           ",",        ":",    "\"a\"", "\"\"",
    "1",  "-0",      "2.5",   "1e5",         "true",     "null", "false", " ",
    "\n", "\"\\n\"", "\"é\"", "\"\\u00e9\"", "1e999",    "\"",   "\\",    "99999999999999999999",
    "01", "-",       ".",     "\"k\":",      "\"k\":1,", "[1,",  "]}",    "\xFF"};

std::string random_text(std::mt19937& random) {
  std::string text;
  for (std::size_t count = 1 + random() % 8; count > 0; --count) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(Json, TheFastAndTheStrictReaderAgree) {
  std::mt19937 random(3);
  int good = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = random_text(random);
    const auto fast = parse_json(text, "f");
    const auto strict = parse_json_strictly(text, "f", JsonLimits());
    ASSERT_EQ(fast.ok(), strict.ok()) << text;
    if (!fast) continue;
    ++good;
    ASSERT_TRUE(identical(*fast, *strict, KeyOrder::counts)) << text;
    ASSERT_TRUE(identical(*fast, read(to_json(*fast)), KeyOrder::counts)) << text;
    ASSERT_TRUE(identical(*fast, read(to_json(*fast, JsonStyle::indented)), KeyOrder::counts)) << text;
  }
  EXPECT_GT(good, 1'000);
}

TEST(Json, TheReadersAgreeAtTheDepthLimit) {
  for (const int depth : {1, 2, 499, 500, 501, 502}) {
    const std::string text =
        std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
    EXPECT_EQ(parse_json(text, "f").ok(), parse_json_strictly(text, "f", JsonLimits()).ok()) << depth;
  }
}

TEST(Json, AHugeTextDoesNotSpoilTheNext) {
  const std::string huge = "[\"" + std::string(3 << 20, 'x') + "\"]";
  EXPECT_EQ(read(huge).as_list()[0].as_string().size(), std::size_t{3} << 20);
  EXPECT_EQ(to_json(read("[1]")), "[1]");
}

}  // namespace
}  // namespace sailmaker
