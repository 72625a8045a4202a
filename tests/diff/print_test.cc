#include "diff/print.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/diff/apply.h"
#include "tests/diff/pipelines.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::diff {
namespace {

// UPDATE_GOLDEN=1 writes the files anew; look at what git says then.
void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = SAILMAKER_SOURCE_DIR "/tests/diff/golden/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(text, std::string(std::istreambuf_iterator<char>(file), {})) << name;
}

class PipelineDiff : public testing::TestWithParam<PipelineEdit> {};

TEST_P(PipelineDiff, ReadsAsExpected) {
  const auto& [name, before, after] = GetParam();
  const auto changes = compare(before, after, name_item);
  EXPECT_TRUE(identical(carry_out(before, changes), after));
  expect_golden(name + ".txt", to_text(before, after, name_item));
  expect_golden(name + ".diff", to_unified(before, after, "stored", "wanted"));
  expect_golden(name + ".json", to_json(to_value(changes), JsonStyle::indented) + "\n");
  expect_golden(name + ".paths.yaml", to_paths(changes));
}

INSTANTIATE_TEST_SUITE_P(Golden, PipelineDiff, testing::ValuesIn(pipeline_edits()),
                         [](const auto& parameter) { return parameter.param.name; });

std::string text_of(std::string_view before, std::string_view after) {
  return to_text(from_json(before), from_json(after), name_item);
}

TEST(Text, SaysNothingWhenNothingDiffers) {
  EXPECT_EQ(text_of(R"({"a":1,"b":2})", R"({"b":2,"a":1})"), "");
  EXPECT_EQ(to_unified(from_json(R"({"a":1,"b":2})"), from_json(R"({"b":2,"a":1})"), "a", "b"), "");
  EXPECT_EQ(to_paths({}), "");
}

TEST(Text, QuotesOnlyWhereTheTextWouldMeanSomethingElse) {
  EXPECT_EQ(text_of(R"({"a":1,"b":"x y","c":null,"d":true,"e":"1.0.0"})",
                    R"({"a":"1","b":"","c":"null","d":"yes","e":"1.10"})"),
            "~ a: 1 -> '1'\n"
            "~ b: x y -> ''\n"
            "~ c: null -> 'null'\n"
            "~ d: true -> 'yes'\n"
            "~ e: 1.0.0 -> '1.10'\n");
}

TEST(Text, ShowsListsOfScalarsOnOneLine) {
  EXPECT_EQ(text_of(R"({"weights":[1,10,25],"refs":["3"],"words":["a, b"]})",
                    R"({"weights":[1,5,10],"refs":["deploy","4"],"words":[]})"),
            "~ weights: [1, 10, 25] -> [1, 5, 10]\n"
            "~ refs: ['3'] -> [deploy, '4']\n"
            "~ words: ['a, b'] -> []\n");
}

TEST(Text, ShowsOnlyWhatDiffersOfALongListOfScalars) {
  const std::string rest(
      R"("--a-rather-long-option-of-a-program","--another-rather-long-option-of-a-program","--third")");
  EXPECT_EQ(text_of(R"({"args":[)" + rest + "]}", R"({"args":[)" + rest + R"(,"--verbose"]})"),
            "  args:\n"
            "    # 3 unchanged\n"
            "+   - --verbose\n");
}

TEST(Text, ShowsAChangedKindWhole) {
  EXPECT_EQ(text_of(R"({"a":{"b":1},"k":0})", R"({"a":[{"b":1}],"k":0})"),
            "- a:\n"
            "-   b: 1\n"
            "+ a:\n"
            "+   - b: 1\n"
            "  # 1 unchanged\n");
}

TEST(Text, ShowsANewOrRemovedDocumentWhole) {
  EXPECT_EQ(text_of("null", R"({"a":{"b":[1]}})"), "+ a:\n+   b:\n+     - 1\n");
  EXPECT_EQ(text_of(R"({"a":1})", "null"), "- a: 1\n");
  EXPECT_EQ(to_unified(Value(), from_json(R"({"a":1})"), "none", "new"), "--- none\n+++ new\n@@ -0,0 +1 @@\n+a: 1\n");
}

TEST(Text, NeverLetsControlCharactersThrough) {
  const std::string out = to_text(from_json(R"({"a":"x","b":"1\n2\u001b[31m"})"),
                                  from_json(R"({"a":"\u001b[2J","b":"1\n3\u001b[31m","c\n\u001b":1})"), name_item);
  EXPECT_EQ(out.find('\x1b'), std::string::npos) << out;
}

TEST(Text, ShowsThatOnlyTheEndOfTheLastLineDiffers) {
  EXPECT_EQ(text_of(R"({"a":"1\n2"})", R"({"a":"1\n2\n"})"),
            "- a: |-\n"
            "-   1\n"
            "-   2\n"
            "+ a: |\n"
            "+   1\n"
            "+   2\n");
}

TEST(Text, FoldsUnchangedLinesOfLongTexts) {
  std::string script;
  for (int i = 0; i < 20; ++i) script += "line " + std::to_string(i) + "\n";
  std::string changed = script;
  changed.replace(changed.find("line 10"), 7, "LINE 10");
  EXPECT_EQ(to_text(Map{{"script", script}}, Map{{"script", changed}}, name_item),
            "~ script: |\n"
            "    # 8 unchanged lines\n"
            "    line 8\n"
            "    line 9\n"
            "-   line 10\n"
            "+   LINE 10\n"
            "    line 11\n"
            "    line 12\n"
            "    # 7 unchanged lines\n");
}

TEST(Text, IndentsAndColours) {
  EXPECT_EQ(to_text(from_json(R"({"a":1,"b":1})"), from_json(R"({"a":2,"c":1})"), name_item, Color::yes, 4),
            "    \x1b[33m~\x1b[0m a: \x1b[31m1\x1b[0m -> \x1b[32m2\x1b[0m\n"
            "    \x1b[31m-\x1b[0m \x1b[31mb: 1\x1b[0m\n"
            "    \x1b[32m+\x1b[0m \x1b[32mc: 1\x1b[0m\n");
}

TEST(Listing, SaysWhereAMovedItemStood) {
  const auto changes = compare(from_json(R"([{"name":"a"},{"name":"b"},{"name":"c"}])"),
                               from_json(R"([{"name":"c"},{"name":"a"},{"name":"b"}])"), name_item);
  EXPECT_EQ(to_json(to_value(changes)), R"([{"action":"move","path":"[0]","old_path":"[2]","label":"[c]"}])");
  EXPECT_EQ(to_paths(changes), "- move: '[c]'\n  from: '[2]'\n  to: '[0]'\n");
}

}  // namespace
}  // namespace sailmaker::diff
