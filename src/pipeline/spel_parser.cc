#include "pipeline/spel_parser.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/unicode.h"
#include "pipeline/spel_lexer.h"
#include "pipeline/spel_reader.h"

namespace sailmaker::pipeline {

namespace {

bool is_too_long(std::string_view text) {
  if (text.size() <= kLongestSpel) return false;
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) units += next_code_point(text, i) > 0xFFFF ? 2 : 1;
  return units > kLongestSpel;
}

}  // namespace

std::optional<SpelError> SpelParser::parse(std::string_view text) {
  tree_.nodes.clear();
  tree_.root = kNoSpelNode;
  if (is_too_long(text)) {
    return SpelError{fmt::format("the expression is longer than {} characters", kLongestSpel),
                     "Spring reads no longer one; compute parts of it in an evaluateVariables stage", 0, 1};
  }
  if (auto error = read_spel_tokens(text, tokens_)) return error;
  try {
    SpelReader(tokens_, tree_, text).run();
  } catch (SpelFailure& failure) {
    return std::move(failure.error);
  }
  return std::nullopt;
}

std::string spel_text(std::string_view literal) {
  std::string value;
  const char quote = literal.front();
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    value += literal[i];
    if (literal[i] == quote) ++i;
  }
  return value;
}

}  // namespace sailmaker::pipeline
