#include "pipeline/spel_template.h"

#include <fmt/core.h>

#include <string>

namespace sailmaker::pipeline {

namespace {

char opening_of(char closing) { return closing == '}' ? '{' : closing == ']' ? '[' : '('; }
char closing_of(char opening) { return opening == '{' ? '}' : opening == '[' ? ']' : ')'; }

// Looks for the } that ends an expression.
class EndSearch {
 public:
  EndSearch(std::string_view text, std::size_t begin) : text_(text), position_(begin) {}

  // The place of the }, or npos: see error(), which is empty when there is no } at all.
  std::size_t run() {
    for (; position_ < text_.size() && !error_; ++position_) {
      const char c = text_[position_];
      if (c == '}' && open_.empty()) return position_;
      if (c == '{' || c == '[' || c == '(') {
        open_.push_back(position_);
      } else if (c == '}' || c == ']' || c == ')') {
        close(c);
      } else if (c == '\'' || c == '"') {
        skip_quotes(c);
      }
    }
    if (!error_ && !open_.empty()) report_open();
    return std::string_view::npos;
  }

  std::optional<SpelError> error() { return std::move(error_); }

 private:
  void close(char c) {
    if (open_.empty()) {
      error_ = SpelError{
          fmt::format("this '{}' closes nothing: there is no '{}' before it", c, opening_of(c)), {}, position_, 1};
      return;
    }
    const char opening = text_[open_.back()];
    if (opening != opening_of(c)) {
      error_ =
          SpelError{fmt::format("'{}' closes nothing: '{}' is open and wants '{}'", c, opening, closing_of(opening)),
                    {},
                    position_,
                    1};
      return;
    }
    open_.pop_back();
  }

  void skip_quotes(char quote) {
    const std::size_t end = text_.find(quote, position_ + 1);
    if (end == std::string_view::npos) {
      error_ = SpelError{fmt::format("this {} has no end", quote), {}, position_, 1};
    } else {
      position_ = end;
    }
  }

  void report_open() {
    const char opening = text_[open_.back()];
    error_ = SpelError{fmt::format("this '{}' has no '{}'", opening, closing_of(opening)), {}, open_.back(), 1};
  }

  std::string_view text_;
  std::size_t position_;
  std::vector<std::size_t> open_;
  std::optional<SpelError> error_;
};

// Java's String.trim().
SpelPart trimmed(std::string_view text, std::size_t begin, std::size_t end) {
  const auto is_blank = [&](std::size_t i) { return static_cast<unsigned char>(text[i]) <= ' '; };
  while (begin < end && is_blank(begin)) ++begin;
  while (end > begin && is_blank(end - 1)) --end;
  return {begin, end - begin};
}

}  // namespace

std::optional<SpelError> find_spel(std::string_view text, std::vector<SpelPart>& parts) {
  parts.clear();
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
    // Without any } behind it Spring does not look at brackets and quotes at all.
    const bool has_end = text.find('}', at) != std::string_view::npos;
    EndSearch search(text, at + 2);
    const std::size_t end = has_end ? search.run() : std::string_view::npos;
    if (end == std::string_view::npos) {
      if (auto error = search.error()) return error;
      return SpelError{"this '${' has no '}'", "an expression ends with '}'", at, 2};
    }
    const SpelPart part = trimmed(text, at + 2, end);
    if (part.length == 0) return SpelError{"there is no expression between '${' and '}'", {}, at, end + 1 - at};
    parts.push_back(part);
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace sailmaker::pipeline
