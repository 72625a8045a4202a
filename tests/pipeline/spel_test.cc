// The parser of Spring's expression language: trees and mistakes as a golden file, limits here. That it accepts what
// Spring accepts is the business of tests/integration/java.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/source.h"
#include "pipeline/spel_parser.h"
#include "pipeline/spel_template.h"
#include "tests/pipeline/cases.h"

namespace sailmaker::pipeline {
namespace {

constexpr const char* kKindNames[] = {"null",     "boolean",  "number", "text",      "property",   "method",
                                      "variable", "function", "index",  "selection", "projection", "list",
                                      "map",      "type",     "new",    "bean",      "path",       "unary",
                                      "postfix",  "binary",   "assign", "elvis",     "ternary"};

std::string print(const SpelTree& tree, SpelNodeId id) {
  const SpelNode& node = tree[id];
  std::string text = kKindNames[static_cast<std::size_t>(node.kind)];
  if (node.kind != SpelKind::path && !node.text.empty()) text += " " + std::string(node.text);
  if (node.is_safe) text += " safe";
  if (node.has_blank && node.kind == SpelKind::function) text += " blank";
  for (SpelNodeId child = node.first; child != kNoSpelNode; child = tree.next(child)) text += " " + print(tree, child);
  return "(" + text + ")";
}

std::string print(const SpelError& error, const std::string& text) {
  const Source source = locate(text, error.offset, error.length, "");
  std::string out = source.line_text + '\n' + std::string(static_cast<std::size_t>(source.column) - 1, ' ') +
                    std::string(static_cast<std::size_t>(source.length), '^') + " " + error.message + '\n';
  if (!error.hint.empty()) out += "hint: " + error.hint + '\n';
  return out;
}

std::string run(const std::string& document) {
  const std::string text = document.substr(0, document.size() - 1);
  std::vector<SpelPart> parts = {{0, text.size()}};
  if (holds_spel(text)) {
    if (const auto error = find_spel(text, parts)) return print(*error, text);
  }
  SpelParser parser;
  std::string out;
  for (const SpelPart& part : parts) {
    if (auto error = parser.parse(std::string_view(text).substr(part.offset, part.length))) {
      error->offset += part.offset;
      return out + print(*error, text);
    }
    out += print(parser.tree(), parser.tree().root) + '\n';
  }
  return out;
}

TEST(SpelCases, SayWhatTheGoldenFileSays) { check_cases("golden/spel.txt", run); }

TEST(SpelLimits, NestingEndsWithAnError) {
  SpelParser parser;
  for (const auto& [open, close] :
       {std::pair("(", ")"), {"{", "}"}, {"a[", "]"}, {"!", ""}, {"f(", ")"}, {"a ?: ", ""}}) {
    const auto nested = [&](int levels) {
      std::string text;
      for (int i = 0; i < levels; ++i) text += open;
      text += "1";
      for (int i = 0; i < levels; ++i) text += close;
      return text;
    };
    EXPECT_FALSE(parser.parse(nested(kDeepestSpel / 2)).has_value()) << open;
    const auto error = parser.parse(nested(kDeepestSpel + 1));
    ASSERT_TRUE(error.has_value()) << open;
    EXPECT_EQ(error->message, "the expression is nested deeper than 250 levels") << open;
  }
}

TEST(SpelLimits, LengthCountsUtf16Units) {
  SpelParser parser;
  const std::string faces = "'" + std::string(kLongestSpel - 4, 'x') + "😀'";
  EXPECT_FALSE(parser.parse(faces).has_value());
  const auto error = parser.parse(faces.substr(0, faces.size() - 1) + "x'");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message, "the expression is longer than 10000 characters");
}

TEST(SpelLimits, ManyExpressionsInOneText) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "${a}";
  std::vector<SpelPart> parts;
  EXPECT_FALSE(find_spel(text, parts).has_value());
  EXPECT_EQ(parts.size(), 10'000U);
}

TEST(SpelText, DoublesItsQuotesOnly) {
  EXPECT_EQ(spel_text("'it''s'"), "it's");
  EXPECT_EQ(spel_text("\"say \"\"hi\"\"\""), "say \"hi\"");
  EXPECT_EQ(spel_text("'a\"\"b\\n'"), "a\"\"b\\n");
  EXPECT_EQ(spel_text("''"), "");
}

}  // namespace
}  // namespace sailmaker::pipeline
