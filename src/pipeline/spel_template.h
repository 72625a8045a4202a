#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "pipeline/spel_token.h"

namespace sailmaker::pipeline {

/// An expression inside a text: what stands between ${ and its }, without the blanks around.
struct SpelPart {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// True when Orca looks for expressions in a text.
inline bool holds_spel(std::string_view text) { return text.find("${") != std::string_view::npos; }

/// Finds the expressions of a text as Spring's template parser does: brackets inside an expression must pair, unless
/// they stand in quotes. There is no way to escape a ${. `parts` holds those up to the first mistake, which is
/// returned.
std::optional<SpelError> find_spel(std::string_view text, std::vector<SpelPart>& parts);

}  // namespace sailmaker::pipeline
