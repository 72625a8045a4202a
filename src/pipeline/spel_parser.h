#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/spel_ast.h"
#include "pipeline/spel_token.h"

namespace sailmaker::pipeline {

/// The longest expression that Spring parses, in UTF-16 units.
constexpr std::size_t kLongestSpel = 10'000;
/// The deepest nesting that we parse. Spring has no such limit: its stack ends somewhere beyond.
constexpr int kDeepestSpel = 250;

/// Parses expressions of Spring's expression language and accepts what Spring 6.2 accepts. One parser may be used for
/// any number of texts, one after the other; it keeps its memory.
class SpelParser {
 public:
  /// Parses one expression, as it stands between ${ and }. Fills tree(), or says what is wrong.
  std::optional<SpelError> parse(std::string_view text);
  /// Of the last text that parsed.
  const SpelTree& tree() const { return tree_; }

 private:
  SpelTree tree_;
  std::vector<SpelToken> tokens_;
};

/// The value of a literal text as written, quotes and all: 'it''s' is it's.
std::string spel_text(std::string_view literal);

}  // namespace sailmaker::pipeline
