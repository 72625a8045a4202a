#include "base/source.h"

#include <gtest/gtest.h>

namespace sailmaker {
namespace {

TEST(Locate, FindsLineAndColumn) {
  const std::string text = "one\ntwo three\nfour";
  const Source source = locate(text, 8, 5, "f.yaml");
  EXPECT_EQ(source, (Source{"f.yaml", 2, 5, 5, "two three"}));
  EXPECT_EQ(to_string(source), "f.yaml:2:5");
  EXPECT_EQ(locate(text, 0, 1, "f").line, 1);
}

TEST(Locate, CountsCodePoints) {
  const Source source = locate("é한😀x y", 9, 1, "f");
  EXPECT_EQ(source.column, 4);
  EXPECT_EQ(locate("é한", 0, 5, "f").length, 2);
}

TEST(Locate, KnowsAllLineEnds) {
  const std::string text = "a\r\nb\rc\nd";
  EXPECT_EQ(locate(text, 3, 1, "f").line, 2);
  EXPECT_EQ(locate(text, 5, 1, "f").line, 3);
  EXPECT_EQ(locate(text, 7, 1, "f").line, 4);
  EXPECT_EQ(locate(text, 3, 1, "f").line_text, "b");
}

TEST(Locate, TakesTheTwoCharactersOfOneLineEndAsOne) {
  const Source source = locate("ab\r\ncd", 3, 1, "f");
  EXPECT_EQ(source.line, 1);
  EXPECT_EQ(source.line_text, "ab");
}

TEST(Locate, StaysInsideOfTheTextAndTheLine) {
  EXPECT_EQ(locate("abc", 99, 5, "f"), (Source{"f", 1, 4, 1, "abc"}));
  EXPECT_EQ(locate("", 0, 1, "f"), (Source{"f", 1, 1, 1, ""}));
  EXPECT_EQ(locate("abc\ndef", 1, 99, "f").length, 2);
  EXPECT_EQ(locate("abc\n", 4, 1, "f").line, 2);
}

TEST(Locate, LeavesHugeLinesOut) {
  const Source source = locate(std::string(100'000, 'x'), 50'000, 1, "f");
  EXPECT_EQ(source.column, 50'001);
  EXPECT_EQ(source.line_text, "");
}

TEST(Source, PrintsWhatIsKnown) {
  EXPECT_EQ(to_string(Source{"f", 0, 0, 1, ""}), "f");
  EXPECT_EQ(to_string(Source{"f", 3, 0, 1, ""}), "f:3");
}

}  // namespace
}  // namespace sailmaker
