#include "pipeline/java_regex.h"

#include <gtest/gtest.h>

// Java's own opinion of thousands of regular expressions: tests/integration/java/.

namespace sailmaker::pipeline {

namespace {

TEST(JavaRegex, Good) {
  constexpr std::string_view good[] = {
      "",
      "^(master|release/.*)$",
      "v\\d+(\\.\\d+){2}",
      "[^]a]+",
      "[a-z&&[^b]]",
      "[{}()]",
      "a{2,5}?",
      "a{2,}+",
      "{2}b",
      "a{2}{3}",
      "(?i)feature-.*",
      "(?i:x)",
      "(?<name>a)\\k<name>",
      "(?<=a)b(?<!c)(?=d)(?!e)(?>f)(?:g)",
      "\\p{L}\\P{Lu}\\pN",
      "\\x41\\x{1F600}\\u00e9\\07",
      "\\Q[(\\E",
      "\\Q[(",
      "]",
      "}",
      "größe|日本",
  };
  for (const std::string_view regex : good) EXPECT_EQ(regex_problem(regex), "") << regex;
}

TEST(JavaRegex, Bad) {
  struct Case {
    std::string_view regex;
    std::string_view problem;
  };
  constexpr Case bad[] = {
      {"*.yaml", "repeats nothing at '*'"},
      {"a|+", "repeats nothing at '+'"},
      {"a**", "repeats nothing at '*'"},
      {"(a", "has a ( that is never closed"},
      {"a)", "has a ) that was never opened"},
      {"[a-z", "has a [ that is never closed"},
      {"a{x}", "has a { that begins no count"},
      {"a{,3}", "has a { that begins no count"},
      {"a\\", "ends with a \\"},
      {"\\y", "has \\y, which means nothing"},
      {"\\E", "has \\E, which means nothing"},
      {"\\p{L", "has a \\p without a name in braces"},
      {"\\p", "ends with a \\p"},
      {"\\x4", "has a \\x without 2 digits behind it"},
      {"\\u00e", "has a \\u without 4 digits behind it"},
      {"\\09", "has a \\0 without a digit behind it"},
      {"\\k", "has a group whose name does not begin with a letter"},
      {"(?<1>a)", "has a group whose name does not begin with a letter"},
      {"(?<a-b>a)", "has a group whose name does not end with >"},
      {"(?name)", "has a (? that begins no group"},
      {"(?", "has a (? that begins no group"},
  };
  for (const Case& each : bad) EXPECT_EQ(regex_problem(each.regex), each.problem) << each.regex;
}

}  // namespace

}  // namespace sailmaker::pipeline
