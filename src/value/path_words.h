#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker {

/// The words of a path that a person wrote, `stages[deploy].account`: what stands between dots and inside brackets. A
/// word in quotes may hold dots and brackets; what is not closed ends with the text.
std::vector<std::string> path_words(std::string_view text);

/// The same; an error for what is no path: nothing in it, an empty word, a bracket that is not closed.
Result<std::vector<std::string>> strict_path_words(std::string_view text);

/// The word as an item between brackets that path_words() reads back; in quotes where it must. A word with `]` and both
/// kinds of quotes cannot be written.
std::string bracketed_word(const std::string& word);

}  // namespace sailmaker
