#include "yaml/edit.h"

#include <gtest/gtest.h>

#include <random>

#include "value/json.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::yaml {
namespace {

struct Case {
  const char* what;
  const char* text;
  Path path;
  const char* value;  // JSON; nullptr: taken out
  const char* edited;
};

std::string edited(const Case& each) {
  const Value value = each.value == nullptr ? Value() : parse_json(each.value, "value").value();
  const auto result =
      each.value == nullptr ? without(each.text, "a.yaml", each.path) : put(each.text, "a.yaml", each.path, value);
  return result ? *result : "error: " + result.error().message + "\n";
}

TEST(Edit, PutsValuesAndKeepsTheRest) {
  const Case cases[] = {
      {"an empty text", "", {"a"}, "1", "a: 1\n"},
      {"comments alone", "# top\n", {"a"}, "1", "# top\na: 1\n"},
      {"behind the last entry", "a: 1  # one\n# end\n", {"b"}, "[]", "a: 1  # one\nb: []\n# end\n"},
      {"no newline at the end", "a: 1", {"b"}, "2", "a: 1\nb: 2"},
      {"Windows line ends", "a: 1\r\nb:\r\n", {"c"}, "{\"d\": 2}", "a: 1\r\nb:\r\nc:\r\n  d: 2\r\n"},
      {"one value for another", "a: 1  # one\nb: 2\n", {"a"}, "\"x: y\"", "a: 'x: y'  # one\nb: 2\n"},
      {"a value for nothing", "a:  # none\nb: 2\n", {"a"}, "true", "a: true  # none\nb: 2\n"},
      {"a block for nothing", "a:  # none\nb: 2\n", {"a", "x"}, "1", "a:  # none\n  x: 1\nb: 2\n"},
      {"a block for a value", "a: 1  # one\nb: 2\n", {"a"}, "{\"x\": 1}", "a:  # one\n  x: 1\nb: 2\n"},
      {"a value for a block", "a:\n  - 1\n  - 2\nb: 2\n", {"a"}, "5", "a: 5\nb: 2\n"},
      {"a block for a block", "a:\n  - 1\n\n# two\nb: 2\n", {"a"}, "[3, 4]", "a:\n  - 3\n  - 4\n\n# two\nb: 2\n"},
      {"several levels",
       "stacks:\n  prod:\n    pipelines:\n      deploy:\n      canary: {vars: {x: 1}}\n",
       {"stacks", "prod", "pipelines", "deploy", "overrides", "stages[a].b"},
       "false",
       "stacks:\n  prod:\n    pipelines:\n      deploy:\n        overrides:\n          stages[a].b: false\n"
       "      canary: {vars: {x: 1}}\n"},
      {"behind a block text",
       "a:\n  x: |\n    one\n    two\nb: 2\n",
       {"a", "v"},
       "1",
       "a:\n  x: |\n    one\n    two\n  v: 1\nb: 2\n"},
      {"a text of several lines",
       "a:\n  x: 1\nb: 2\n",
       {"a", "v"},
       "\"one\\ntwo\\n\"",
       "a:\n  x: 1\n  v: |\n    one\n    two\nb: 2\n"},
      {"inside braces",
       "a: {x: 1, y: [1, 2]}  # c\n",
       {"a", "z"},
       "{\"p\": \"q, r\"}",
       "a: {x: 1, y: [1, 2], z: {p: \"q, r\"}}  # c\n"},
      {"inside empty braces", "a: {}\nb: 1\n", {"a", "z"}, "1", "a:\n  z: 1\nb: 1\n"},
      {"inside nested empty braces", "a: {b: {}}\n", {"a", "b", "z"}, "1", "a: {b: {z: 1}}\n"},
      {"nothing inside braces", "a: {b: , c: 1}\n", {"a", "b", "z"}, "1", "a: {b: {z: 1}, c: 1}\n"},
      {"a list's item",
       "p:\n  - deploy  # it\n  - check\n",
       {"p", std::size_t{0}},
       "{\"deploy\": {\"x\": 1}}",
       "p:\n  - deploy:\n      x: 1  # it\n  - check\n"},
      {"a list's item inside brackets",
       "p: [deploy, check]\n",
       {"p", std::size_t{0}},
       "{\"deploy\": {\"x\": 1}}",
       "p: [{deploy: {x: 1}}, check]\n"},
      {"a map in a list",
       "p:\n  - deploy:\n      x: 1\n  - check\n",
       {"p", std::size_t{0}, "deploy", "v"},
       "2",
       "p:\n  - deploy:\n      x: 1\n      v: 2\n  - check\n"},
      {"a flow collection over several lines",
       "a: {\n  x: 1,  # one\n}\nb: 2\n",
       {"a", "v"},
       "2",
       "a: {\n  x: 1, v: 2,  # one\n}\nb: 2\n"},
      {"a long line is broken",
       "s:\n  dev: {pipelines: [deploy, check]}  # c\n  qa: 1\n",
       {"s", "dev", "pipelines", std::size_t{0}},
       "{\"deploy\": {\"a\": \"0123456789012345678901234567890123456789\", \"b\": "
       "\"01234567890123456789012345678901\"}}",
       "s:\n  dev:  # c\n    pipelines:\n      - deploy:\n          a: '0123456789012345678901234567890123456789'\n"
       "          b: '01234567890123456789012345678901'\n      - check\n  qa: 1\n"},
  };
  for (const Case& each : cases) EXPECT_EQ(edited(each), each.edited) << each.what;
}

TEST(Edit, TakesOutAndKeepsTheRest) {
  const Case cases[] = {
      {"what is not there", "a: 1\n", {"b"}, nullptr, "a: 1\n"},
      {"an entry", "# top\na: 1\nb:\n  - 2  # two\n\nc: 3\n", {"b"}, nullptr, "# top\na: 1\n\nc: 3\n"},
      {"the only entry", "a:\n  b: 1\nc: 3\n", {"a", "b"}, nullptr, "a: {}\nc: 3\n"},
      {"an entry inside braces", "a: {b: 1, c: 2, d: 3}\n", {"a", "c"}, nullptr, "a: {b: 1, d: 3}\n"},
      {"the last entry inside braces", "a: {b: 1, c: 2}\n", {"a", "c"}, nullptr, "a: {b: 1}\n"},
      {"an item", "a:\n  - 1\n  - x: 2\n    y: 3\n  - 4\n", {"a", std::size_t{1}}, nullptr, "a:\n  - 1\n  - 4\n"},
  };
  for (const Case& each : cases) EXPECT_EQ(edited(each), each.edited) << each.what;
}

TEST(Edit, RefusesWhatWouldChangeMore) {
  const Case cases[] = {
      {"a shared map", "a: &x\n  p: 1\nb: *x\n", {"a", "q"}, "2", ""},
      {"an alias", "a: &x {p: 1}\nb: *x\n", {"b", "q"}, "2", ""},
      {"a merged map", "a: &x {p: 1}\nb:\n  <<: *x\n", {"b", "p"}, "2", ""},
      {"a value on the way", "a: 1\n", {"a", "b", "c"}, "2", ""},
      {"a list on the way", "a: [1]\n", {"a", "b"}, "2", ""},
      {"an item that is not there", "a: [1]\n", {"a", std::size_t{1}}, "2", ""},
      {"what is no YAML", "a: [\n", {"a"}, "2", ""},
  };
  for (const Case& each : cases) EXPECT_EQ(edited(each).substr(0, 7), "error: ") << each.what << "\n" << edited(each);
  EXPECT_EQ(edited(cases[3]), "error: 'a' is no map\n");
}

// Whatever the text, what comes out means what was asked for, or nothing comes out.
TEST(Edit, RandomTexts) {
  std::mt19937 random(7);
  const std::vector<std::string> lines = {"a:",    "b: 1",     "  c:",     "  d: {e: 1, f: [x, y]}",
                                          "  - g", "  - h: 2", "    i: 3", "# note",
                                          "",      "  k: |",   "    text", "l: []"};
  int good = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    for (std::uint32_t n = random() % 8; n > 0; --n) text += lines[random() % lines.size()] + "\n";
    const auto before = parse(text, "a.yaml");
    if (!before) continue;
    const Path paths[] = {{"a"}, {"a", "c"}, {"a", "z", "y"}, {"a", "d", "f", std::size_t{1}}, {"a", std::size_t{0}}};
    const Path& path = paths[random() % std::size(paths)];
    const Value value = random() % 2 == 0 ? Value(7) : Value(Map{{"m", List{Value("n"), Value()}}});
    const auto after = put(text, "a.yaml", path, value);
    if (!after) continue;
    ++good;
    const auto document = parse(*after, "a.yaml");
    ASSERT_TRUE(document.ok()) << text << "\n---\n" << *after;
    const Value* there = find(document->root, path);
    ASSERT_TRUE(there != nullptr && identical(*there, value)) << text << "\n---\n" << *after;
  }
  EXPECT_GT(good, 500);
}

}  // namespace
}  // namespace sailmaker::yaml
