#include "yaml/emitter.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "value/json.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::yaml {
namespace {

Value from_json(std::string_view text) {
  auto value = parse_json(text, "test");
  EXPECT_TRUE(value.ok()) << text;
  return value ? *value : Value();
}

TEST(Emitter, WritesBlocks) {
  EXPECT_EQ(write(from_json(R"({"name":"a","stages":[{"type":"wait","ids":["1",2]},[],[["x"]],{}],"none":null})")),
            "name: a\n"
            "stages:\n"
            "  - type: wait\n"
            "    ids:\n"
            "      - '1'\n"
            "      - 2\n"
            "  - []\n"
            "  - - - x\n"
            "  - {}\n"
            "none: null\n");
}

TEST(Emitter, WritesScalarsAtTheRoot) {
  EXPECT_EQ(write(Value()), "null\n");
  EXPECT_EQ(write(Value("text")), "text\n");
  EXPECT_EQ(write(Value(List())), "[]\n");
  EXPECT_EQ(write(Value(Map())), "{}\n");
}

TEST(Emitter, QuotesOnlyWhereNeeded) {
  const std::pair<const char*, const char*> cases[] = {
      {"plain text, with (punctuation)", "plain text, with (punctuation)"},
      {"${parameters.version}", "${parameters.version}"},
      {"${a ?: 'b'}", "'${a ?: ''b''}'"},
      {"http://host/path#part", "http://host/path#part"},
      {"v1.0", "v1.0"},
      {"1.2.3", "1.2.3"},
      {"-x", "-x"},
      {"한글", "한글"},
      {"", "''"},
      {"yes", "'yes'"},
      {"OFF", "'OFF'"},
      {"n", "'n'"},
      {"null", "'null'"},
      {"~", "'~'"},
      {"1.10", "'1.10'"},
      {"010", "'010'"},
      {"0o17", "'0o17'"},
      {"1e3", "'1e3'"},
      {"1:30", "'1:30'"},
      {".inf", "'.inf'"},
      {"2020-01-01", "'2020-01-01'"},
      {"<<", "'<<'"},
      {"=", "'='"},
      {" lead", "' lead'"},
      {"tail ", "'tail '"},
      {"a: b", "'a: b'"},
      {"a #b", "'a #b'"},
      {"end:", "'end:'"},
      {"- a", "'- a'"},
      {"-", "'-'"},
      {"---", "'---'"},
      {"@x", "'@x'"},
      {"*x", "'*x'"},
      {"{a}", "'{a}'"},
      {"tab\there", "\"tab\\there\""},
      {"bell\a", "\"bell\\x07\""},
      {"\xC2\x85", "\"\\x85\""},
      {"\xE2\x80\xA8", "\"\\u2028\""},
      {"\r\n", "\"\\r\\n\""},
  };
  for (const auto& [text, written] : cases) EXPECT_EQ(write(Value(text)), written + std::string("\n"));
}

TEST(Emitter, WritesLinesAsLiteralBlocks) {
  const std::pair<const char*, const char*> cases[] = {
      {"one\ntwo\n", "k: |\n  one\n  two\n"},
      {"one\n\n  two", "k: |-\n  one\n\n    two\n"},
      {"one\n\n", "k: |+\n  one\n\n"},
      {"\none\n", "k: |\n\n  one\n"},
      {"  one\ntwo\n", "k: |2\n    one\n  two\n"},
      {"# one\n- two\n", "k: |\n  # one\n  - two\n"},
      {"one \ntwo\t\n", "k: |\n  one \n  two\t\n"},
      {"one\n  \n", "k: \"one\\n  \\n\"\n"},
      {"\n\n", "k: \"\\n\\n\"\n"},
      {"one\a\n", "k: \"one\\x07\\n\"\n"},
  };
  for (const auto& [text, written] : cases) EXPECT_EQ(write(Value(Map{{"k", text}})), written);
}

TEST(Emitter, WritesNumbersAsPyYamlReadsThem) {
  EXPECT_EQ(write(Value(1e16)), "1.0e+16\n");
  EXPECT_EQ(write(Value(1.5e-7)), "1.5e-07\n");
  EXPECT_EQ(write(Value(-0.0)), "-0.0\n");
  EXPECT_EQ(write(Value(std::numeric_limits<double>::infinity())), ".inf\n");
  EXPECT_EQ(write(Value(-std::numeric_limits<double>::infinity())), "-.inf\n");
  EXPECT_EQ(write(Value(std::numeric_limits<double>::quiet_NaN())), ".nan\n");
  EXPECT_EQ(write(Value::big_integer("99999999999999999999")), "99999999999999999999\n");
}

TEST(Emitter, WritesKeysOfAllKinds) {
  EXPECT_EQ(write(Value(Map{
                {Value(1), "a"}, {Value(2.5), "b"}, {Value(false), "c"}, {Value(), "d"}, {"yes", "e"}, {"x\ny", "f"}})),
            "1: a\n2.5: b\n"
            "false: c\nnull: d\n'yes': e\n\"x\\ny\": f\n");
}

TEST(Emitter, WritesLongKeysSoThatTheyAreFound) {
  const Value value(
      Map{{std::string(2000, 'k'), "v"}, {std::string(1500, ':'), Value(List{1, Value(Map{{"a", "b"}})})}});
  const auto back = parse(write(value), "written");
  ASSERT_TRUE(back.ok()) << to_text(back.error());
  EXPECT_TRUE(identical(value, back->root, KeyOrder::counts));
}

TEST(Emitter, IndentsEveryLine) {
  std::string out = "spec:\n";
  write(from_json(R"({"a":["b"],"c":"x\ny"})"), out, 4);
  EXPECT_EQ(out, "spec:\n    a:\n      - b\n    c: |-\n      x\n      y\n");
}

TEST(Emitter, ThrowsTooDeepInsteadOfOverflowingTheStack) {
  Value value("x");
  for (int i = 0; i < 5000; ++i) value = Value(List{value});
  EXPECT_THROW(write(value), TooDeep);
}

std::string random_text(std::mt19937_64& random) {
  constexpr const char* pieces[] = {"a",    "B",   "1",  ".",         "-",    "+",        ":",
                                    ": ",   " ",   "  ", "#",         " #",   "\n",       "\n",
                                    "\t",   "\r",  "'",  "\"",        "\\",   "yes",      "no",
                                    "null", "~",   "e",  "0x",        "0o",   "_",        "{",
                                    "}",    "[",   "]",  ",",         "&",    "*",        "!",
                                    "|",    ">",   "%",  "@",         "`",    "=",        "<<",
                                    "é",    "한",  "😀", "\x01",      "\x7F", "\xC2\x85", "\xE2\x80\xA8",
                                    "---",  "...", "? ", "2020-01-01"};
  std::string text;
  for (std::size_t count = random() % 6; count > 0; --count) text += pieces[random() % std::size(pieces)];
  return text;
}

Value random_value(std::mt19937_64& random, int depth) {
  switch (random() % (depth > 4 ? 7 : 10)) {
    case 0: return Value();
    case 1: return Value(random() % 2 == 0);
    case 2: return Value(static_cast<std::int64_t>(random()) >> (random() % 64));
    case 3:
      return Value(static_cast<double>(static_cast<std::int64_t>(random())) / static_cast<double>(1 + random() % 1000));
    case 4: return Value::big_integer("1" + std::to_string(random()) + "0000000000");
    case 5:
    case 6: return Value(random_text(random));
    case 7: {
      List items;
      for (std::size_t count = random() % 4; count > 0; --count) items.push_back(random_value(random, depth + 1));
      return Value(std::move(items));
    }
    default: {
      Map map;
      for (std::size_t count = random() % 5; count > 0; --count) {
        map.set(random() % 4 == 0 ? random_value(random, 9) : Value(random_text(random)),
                random_value(random, depth + 1));
      }
      return Value(std::move(map));
    }
  }
}

TEST(Emitter, WhatItWritesReadsBackIdentical) {
  std::mt19937_64 random(42);
  for (int i = 0; i < 20'000; ++i) {
    const Value value = random_value(random, 0);
    const std::string written = write(value);
    const auto back = parse(written, "written");
    ASSERT_TRUE(back.ok()) << to_text(back.error()) << written;
    ASSERT_TRUE(identical(value, back->root, KeyOrder::counts)) << to_json(value) << "\n" << written;
    ASSERT_TRUE(back->surprises.empty()) << back->surprises[0].message << "\n" << written;
  }
}

}  // namespace
}  // namespace sailmaker::yaml
