#include "jinja/lexer.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "jinja/scan_literal.h"
#include "jinja/unicode_class.h"

// Two states: text between tags, where the next start delimiter is searched, and the inside of a tag, which is cut
// into tokens until its end delimiter. Whitespace control is settled here: the parser sees text as it will be written.

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

enum class Tag { none, raw, block, variable, comment, line_statement, line_comment };

struct Found {
  Tag tag = Tag::none;
  std::size_t start = 0;  // where the tag begins
  std::size_t after = 0;  // where its content begins
  char sign = 0;          // '-', '+' or 0
};

class Lexer {
 public:
  Lexer(std::string_view source, const Options& options) : options_(options), source_(source) {
    if (!options.keep_trailing_newline && source_.ends_with('\n')) source_.remove_suffix(1);
    order_starts();
  }

  Lexed run() {
    lexed_.tokens.reserve(source_.size() / 12 + 8);
    while (position_ < source_.size() && !failed_) lex_text();
    if (!failed_) push(TokenKind::end, source_.size(), 0);
    return std::move(lexed_);
  }

  Lexed run_expression() {
    while (position_ < source_.size() && !failed_) lex_token();
    if (!failed_) push(TokenKind::end, source_.size(), 0);
    return std::move(lexed_);
  }

 private:
  struct Start {
    Tag tag;
    std::string_view text;
  };

  void order_starts() {
    // Longest first; of equal length in the order that Jinja2 happens to have.
    starts_ = {{Tag::variable, options_.variable_start},
               {Tag::line_statement, options_.line_statement_prefix},
               {Tag::line_comment, options_.line_comment_prefix},
               {Tag::comment, options_.comment_start},
               {Tag::block, options_.block_start}};
    std::erase_if(starts_, [](const Start& s) { return s.text.empty(); });
    std::stable_sort(starts_.begin(), starts_.end(),
                     [](const Start& a, const Start& b) { return a.text.size() > b.text.size(); });
    has_lines_ = !options_.line_statement_prefix.empty() || !options_.line_comment_prefix.empty();
    common_ = !has_lines_;
    for (const Start& s : starts_) common_ = common_ && s.text[0] == starts_[0].text[0];
  }

  std::string_view rest(std::size_t at) const { return source_.substr(at); }
  bool at(std::size_t position, std::string_view text) const {
    return source_.compare(position, text.size(), text) == 0;
  }

  std::size_t skip_space(std::size_t i) const { return i + leading_space(rest(i)); }

  void push(TokenKind kind, std::size_t offset, std::size_t length) {
    lexed_.tokens.push_back({kind, static_cast<std::uint32_t>(offset), source_.substr(offset, length)});
  }

  void fail(std::string message, std::size_t offset, std::size_t length = 1, std::string hint = {}) {
    push(TokenKind::error, std::min(offset, source_.size()), 0);
    lexed_.failure = {std::move(message), static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length),
                      std::move(hint)};
    failed_ = true;
  }

  // --- text ---

  void lex_text() {
    const std::size_t start = position_;
    const Found found = find_tag(start);
    if (found.tag == Tag::none) {
      push(TokenKind::text, start, source_.size() - start);
      position_ = source_.size();
      return;
    }
    push_text(start, found.start, found);
    line_starting_ = found.after > 0 && source_[found.after - 1] == '\n';
    position_ = found.after;
    switch (found.tag) {
      case Tag::raw: return lex_raw(found);
      case Tag::comment: return lex_comment(found);
      case Tag::block: return lex_tag(TokenKind::block_begin, TokenKind::block_end, found);
      case Tag::variable: return lex_tag(TokenKind::variable_begin, TokenKind::variable_end, found);
      case Tag::line_statement: return lex_line_statement(found);
      case Tag::line_comment: return lex_line_comment();
      case Tag::none: return;
    }
  }

  void push_text(std::size_t start, std::size_t end, const Found& found) {
    std::string_view text = source_.substr(start, end - start);
    if (found.sign == '-') {
      text.remove_suffix(trailing_space(text));
    } else if (found.sign != '+' && options_.lstrip_blocks && found.tag != Tag::variable) {
      const std::size_t line = text.rfind('\n') + 1;
      if ((line > 0 || line_starting_) && leading_space(text.substr(line)) == text.size() - line) {
        text = text.substr(0, line);
      }
    }
    if (!text.empty()) push(TokenKind::text, start, text.size());
  }

  Found find_tag(std::size_t from) const {
    for (std::size_t i = from; i < source_.size(); ++i) {
      if (common_) {
        i = source_.find(starts_[0].text[0], i);
        if (i == npos) return {};
      }
      Found found = tag_at(i, from);
      if (found.tag != Tag::none) return found;
    }
    return {};
  }

  Found tag_at(std::size_t i, std::size_t from) const {
    if (at(i, options_.block_start)) {
      Found raw = raw_at(i);
      if (raw.tag != Tag::none) return raw;
    }
    for (const Start& s : starts_) {
      if (s.tag == Tag::line_statement || s.tag == Tag::line_comment) {
        Found found = s.tag == Tag::line_statement ? line_statement_at(i, s.text) : line_comment_at(i, from, s.text);
        if (found.tag != Tag::none) return found;
      } else if (at(i, s.text)) {
        return with_sign({s.tag, i, i + s.text.size(), 0});
      }
    }
    return {};
  }

  Found with_sign(Found found) const {
    if (found.after < source_.size() && (source_[found.after] == '-' || source_[found.after] == '+')) {
      found.sign = source_[found.after++];
    }
    return found;
  }

  Found raw_at(std::size_t i) const {
    Found found = with_sign({Tag::raw, i, i + options_.block_start.size(), 0});
    std::size_t p = skip_space(found.after);
    if (!at(p, "raw")) return {};
    p = skip_space(p + 3);
    if (p < source_.size() && source_[p] == '-' && at(p + 1, options_.block_end)) {
      found.after = skip_space(p + 1 + options_.block_end.size());
      return found;
    }
    if (!at(p, options_.block_end)) return {};
    found.after = p + options_.block_end.size();
    return found;
  }

  Found line_statement_at(std::size_t i, std::string_view prefix) const {
    if (i > 0 && source_[i - 1] != '\n') return {};
    std::size_t p = i;
    while (p < source_.size() && (source_[p] == ' ' || source_[p] == '\t' || source_[p] == '\v')) ++p;
    if (!at(p, prefix)) return {};
    return with_sign({Tag::line_statement, i, p + prefix.size(), 0});
  }

  // At a line's start, or after text with the blanks before it.
  Found line_comment_at(std::size_t i, std::size_t, std::string_view prefix) const {
    const bool line_start = i == 0 || source_[i - 1] == '\n';
    if (!line_start && is_space_before(i)) return {};
    std::size_t p = i;
    while (p < source_.size() && source_[p] != '\n') {
      std::size_t after = p;
      if (!is_space(next_code_point(source_, after))) break;
      p = after;
    }
    if (!at(p, prefix)) return {};
    return with_sign({Tag::line_comment, i, p + prefix.size(), 0});
  }

  bool is_space_before(std::size_t i) const {
    std::size_t p = previous_start(source_, i);
    return is_space(next_code_point(source_, p));
  }

  // --- comments, raw ---

  // After an end delimiter at `p`: what it swallows besides itself.
  std::size_t after_end(std::size_t p, std::string_view end, char sign) const {
    p += end.size();
    if (sign == '-') return skip_space(p);
    if (sign == 0 && options_.trim_blocks && p < source_.size() && source_[p] == '\n') ++p;
    return p;
  }

  void lex_comment(const Found& found) {
    const bool after_dollar = found.start > 0 && source_[found.start - 1] == '$';
    if (after_dollar) lexed_.dollar_comments.push_back(static_cast<std::uint32_t>(found.start));
    const std::string_view end = options_.comment_end;
    const std::size_t close = source_.find(end, found.after);
    if (close == npos) {
      if (found.after >= source_.size()) return;
      return fail("Missing end of comment tag", found.start, options_.comment_start.size(),
                  after_dollar ? kDollarHint : "a comment begins here; it ends with '" + options_.comment_end + "'");
    }
    char sign = close > found.after ? source_[close - 1] : '\0';
    if (sign != '-' && sign != '+') sign = 0;
    position_ = after_end(close, end, sign);
    line_starting_ = source_[position_ - 1] == '\n';
  }

  void lex_raw(const Found& found) {
    for (std::size_t i = source_.find(options_.block_start, position_); i != npos;
         i = source_.find(options_.block_start, i + 1)) {
      Found end = with_sign({Tag::block, i, i + options_.block_start.size(), 0});
      std::size_t p = skip_space(end.after);
      if (!at(p, "endraw")) continue;
      p = skip_space(p + 6);
      char sign = p < source_.size() ? source_[p] : '\0';
      if ((sign == '-' || sign == '+') && at(p + 1, options_.block_end)) {
        ++p;
      } else {
        sign = 0;
      }
      if (!at(p, options_.block_end)) continue;
      push_text(position_, i, end);
      position_ = after_end(p, options_.block_end, sign);
      line_starting_ = source_[position_ - 1] == '\n';
      return;
    }
    if (position_ >= source_.size()) return;
    // Jinja2 counts the lines of the tag and of what a "-" cuts off.
    const bool goes_on = source_.substr(found.start, found.after - found.start).find('\n') != npos;
    fail("Missing end of raw directive", goes_on ? found.after : found.start, goes_on ? 1 : found.after - found.start,
         "it ends with '{% endraw %}'");
  }

  void lex_line_comment() {
    const std::size_t end = source_.find('\n', position_);
    position_ = end == npos ? source_.size() : end;
    line_starting_ = false;
  }

  // --- tags ---

  void lex_tag(TokenKind begin, TokenKind end_kind, const Found& found) {
    push(begin, found.start, found.after - found.start);
    const bool block = end_kind == TokenKind::block_end;
    const std::string_view end = block ? std::string_view(options_.block_end) : std::string_view(options_.variable_end);
    brackets_.clear();
    while (position_ < source_.size() && !failed_) {
      if (brackets_.empty() && try_end(end_kind, end, block)) return;
      lex_token();
    }
  }

  bool try_end(TokenKind kind, std::string_view end, bool block) {
    const std::size_t start = position_;
    std::size_t p = start;
    char sign = source_[p] == '-' || (block && source_[p] == '+') ? source_[p] : '\0';
    if (sign != 0 && at(p + 1, end)) {
      ++p;
    } else {
      sign = 0;
    }
    if (!at(p, end)) return false;
    push(kind, start, p + end.size() - start);
    position_ = block || sign == '-' ? after_end(p, end, sign) : p + end.size();
    line_starting_ = source_[position_ - 1] == '\n';
    return true;
  }

  void lex_line_statement(const Found& found) {
    push(TokenKind::block_begin, found.start, found.after - found.start);
    brackets_.clear();
    while (!failed_) {
      if (brackets_.empty() && try_line_end()) return;
      if (position_ >= source_.size()) return;
      lex_token();
    }
  }

  // \s*(\n|$): the line end takes the blank lines after it along.
  bool try_line_end() {
    const std::size_t space = skip_space(position_);
    std::size_t end = space;
    if (space < source_.size()) {
      const std::size_t line = source_.substr(position_, space - position_).rfind('\n');
      if (line == npos) return false;
      end = position_ + line + 1;
    }
    push(TokenKind::block_end, position_, 0);
    line_starting_ = end > 0 && source_[end - 1] == '\n';
    position_ = end;
    return true;
  }

  void lex_token() {
    const std::size_t space = skip_space(position_);
    if (space != position_) {
      position_ = space;
      return;
    }
    const char c = source_[position_];
    if (c >= '0' && c <= '9') return lex_number();  // of a byte: is_digit() is about code points
    if (c == '"' || c == '\'') return lex_string(c);
    if (const std::size_t length = scan_name(source_, position_); length > 0) {
      push(TokenKind::name, position_, length);
      position_ += length;
      return;
    }
    lex_symbol();
  }

  void lex_number() {
    const bool after_dot = position_ > 0 && source_[position_ - 1] == '.';
    std::size_t length = after_dot ? 0 : scan_real(source_, position_);
    const TokenKind kind = length > 0 ? TokenKind::real : TokenKind::integer;
    if (length == 0) length = scan_integer(source_, position_);
    push(kind, position_, length);
    position_ += length;
  }

  void lex_string(char quote) {
    std::size_t i = position_ + 1;
    while (i < source_.size() && source_[i] != quote) i += source_[i] == '\\' ? 2 : 1;
    if (i >= source_.size()) {
      return fail("unexpected char '" + std::string(1, quote) + "': the text that begins here is never closed",
                  position_);
    }
    push(TokenKind::string, position_, i + 1 - position_);
    position_ = i + 1;
  }

  void lex_symbol() {
    static constexpr std::array<std::string_view, 6> kPairs = {"//", "**", "==", "!=", ">=", "<="};
    static constexpr std::string_view kSingles = "+-/*%~[](){}<>=.:|,;";
    const auto pair = std::find_if(kPairs.begin(), kPairs.end(), [&](auto p) { return at(position_, p); });
    if (pair == kPairs.end() && kSingles.find(source_[position_]) == npos) return unexpected_character();
    const std::size_t length = pair != kPairs.end() ? 2 : 1;
    if (length == 1 && !balance(source_[position_])) return;
    push(TokenKind::symbol, position_, length);
    position_ += length;
  }

  void unexpected_character() {
    std::size_t end = position_;
    next_code_point(source_, end);
    const std::string_view c = source_.substr(position_, end - position_);
    std::string hint;
    if (c == "&") hint = "Jinja writes 'and', and '~' to join texts";
    if (c == "!") hint = "Jinja writes 'not'";
    if (c == "?") hint = "Jinja writes 'a if condition else b'";
    if (c == "$" || c == "#") {
      hint = "SpEL stands in the text outside of tags, or in quotes; in a tag there are only Jinja expressions";
    }
    fail("unexpected char '" + std::string(c) + "'", position_, 1, std::move(hint));
  }

  bool balance(char c) {
    if (c == '(') brackets_.push_back(')');
    if (c == '[') brackets_.push_back(']');
    if (c == '{') brackets_.push_back('}');
    if (c != ')' && c != ']' && c != '}') return true;
    if (brackets_.empty()) {
      fail(std::string("unexpected '") + c + "'", position_, 1,
           c == '}' ? "an expression ends with two braces: '}}'" : "");
      return false;
    }
    const char expected = brackets_.back();
    brackets_.pop_back();
    if (expected == c) return true;
    fail(std::string("unexpected '") + c + "', expected '" + expected + "'", position_);
    return false;
  }

  static constexpr const char* kDollarHint =
      "'{#' begins a Jinja comment; for SpEL write '${ #stage(...) }' with a blank before the '#', or use {% raw %}";

  const Options& options_;
  std::string_view source_;
  std::vector<Start> starts_;
  bool has_lines_ = false;
  bool common_ = false;  // all starts begin with the same character, so that one search finds them
  std::size_t position_ = 0;
  bool line_starting_ = true;
  bool failed_ = false;
  std::vector<char> brackets_;
  Lexed lexed_;
};

}  // namespace

Lexed lex(std::string_view source, const Options& options) { return Lexer(source, options).run(); }

Lexed lex_expression(std::string_view source, const Options& options) {
  return Lexer(source, options).run_expression();
}

}  // namespace sailmaker::jinja
