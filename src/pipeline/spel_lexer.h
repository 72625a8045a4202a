#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "pipeline/spel_token.h"

namespace sailmaker::pipeline {

/// Cuts an expression into tokens as Spring's tokenizer does; the last one is `end`. The tokens point into `text`.
/// Returns what is wrong where that fails.
std::optional<SpelError> read_spel_tokens(std::string_view text, std::vector<SpelToken>& tokens);

/// Whether two words are one to Java's equalsIgnoreCase. `lower` is ASCII in lower case.
bool is_spel_word(std::string_view word, std::string_view lower);

}  // namespace sailmaker::pipeline
