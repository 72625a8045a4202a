#include "value/path_words.h"

#include <algorithm>

namespace sailmaker {

namespace {

bool is_quote(char c) { return c == '"' || c == '\''; }

// Takes the next word from the text, with the dot or the brackets around it; false where a bracket or a quote is not
// closed.
bool take_word(std::string_view& text, std::string& word) {
  bool closed = true;
  const bool in_brackets = text.front() == '[';
  if (in_brackets || text.front() == '.') text.remove_prefix(1);
  std::size_t end = std::min(text.find_first_of(in_brackets ? "]" : ".["), text.size());
  word = text.substr(0, end);
  if (!text.empty() && is_quote(text.front())) {
    const std::size_t closing = text.find(text.front(), 1);
    closed = closing != std::string_view::npos;
    word = text.substr(1, std::min(closing, text.size()) - 1);
    end = closed ? closing + 1 : text.size();
  }
  text.remove_prefix(end);
  if (!in_brackets) return closed;
  if (!text.starts_with(']')) return false;
  text.remove_prefix(1);
  return closed;
}

}  // namespace

std::vector<std::string> path_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) take_word(text, words.emplace_back());
  return words;
}

Result<std::vector<std::string>> strict_path_words(std::string_view text) {
  const auto wrong = [&](const char* what) {
    return Error("'" + std::string(text) + "' is no path: " + what).with_hint("such as stages[deploy].account");
  };
  std::vector<std::string> words;
  for (std::string_view rest = text; !rest.empty();) {
    if (!words.empty() && rest.front() != '.' && rest.front() != '[') return wrong("something follows a quote");
    if (words.empty() && rest.front() == '.') return wrong("it begins with a dot");
    if (!take_word(rest, words.emplace_back())) return wrong("a bracket or a quote is not closed");
    if (words.back().empty()) return wrong("a name is missing");
  }
  if (words.empty()) return wrong("it is empty");
  return words;
}

std::string bracketed_word(const std::string& word) {
  const bool plain = !word.empty() && !is_quote(word.front()) && word.find(']') == std::string::npos;
  if (plain) return "[" + word + "]";
  const char quote = word.find('"') == std::string::npos ? '"' : '\'';
  return std::string("[") + quote + word + quote + "]";
}

}  // namespace sailmaker
