#include "pipeline/spel_lexer.h"

#include <fmt/core.h>

#include "base/unicode.h"
#include "pipeline/java_letter.h"

// The same decisions as Spring's tokenizer, character by character, its oddities included: what it accepts and refuses
// decides what Orca evaluates.

namespace sailmaker::pipeline {

namespace {

using Kind = SpelTokenKind;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Sign {
  std::string_view text;
  Kind kind;
};

// Two characters before one: the first that fits is taken.
constexpr Sign kSigns[] = {
    {"++", Kind::increment},     {"--", Kind::decrement},    {"^[", Kind::select_first}, {"!=", Kind::not_equal},
    {"![", Kind::project},       {"==", Kind::equal},        {"&&", Kind::symbolic_and}, {"||", Kind::symbolic_or},
    {"?[", Kind::select},        {"?:", Kind::elvis},        {"?.", Kind::safe_dot},     {"$[", Kind::select_last},
    {">=", Kind::greater_equal}, {"<=", Kind::less_equal},   {"+", Kind::plus},          {"-", Kind::minus},
    {":", Kind::colon},          {".", Kind::dot},           {",", Kind::comma},         {"*", Kind::star},
    {"/", Kind::divide},         {"%", Kind::modulo},        {"(", Kind::left_paren},    {")", Kind::right_paren},
    {"[", Kind::left_bracket},   {"]", Kind::right_bracket}, {"#", Kind::hash},          {"{", Kind::left_brace},
    {"}", Kind::right_brace},    {"@", Kind::bean},          {"^", Kind::power},         {"!", Kind::negate},
    {"=", Kind::assign},         {"&", Kind::factory_bean},  {"?", Kind::question},      {">", Kind::greater},
    {"<", Kind::less},
};

constexpr Sign kWords[] = {
    {"div", Kind::divide}, {"eq", Kind::equal},      {"ge", Kind::greater_equal},
    {"gt", Kind::greater}, {"le", Kind::less_equal}, {"lt", Kind::less},
    {"mod", Kind::modulo}, {"ne", Kind::not_equal},  {"not", Kind::negate},
};

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<SpelToken>& tokens) : text_(text), tokens_(tokens) {}

  std::optional<SpelError> run() {
    while (!error_ && position_ < text_.size()) read();
    push(Kind::end, position_, position_);
    return std::move(error_);
  }

 private:
  // 0 behind the end, as in Spring's copy of the text.
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  void push(Kind kind, std::size_t start, std::size_t end, bool is_name = false) {
    tokens_.push_back({kind, is_name, static_cast<std::uint32_t>(start), text_.substr(start, end - start)});
  }

  void fail(std::size_t start, std::size_t end, std::string message, std::string hint = {}) {
    error_ = SpelError{std::move(message), std::move(hint), start, end - start};
  }

  std::size_t letter_length(std::size_t i) const {
    if (static_cast<unsigned char>(at(i)) < 0x80) return is_ascii_letter(at(i)) ? 1 : 0;
    std::size_t after = i;
    return is_java_letter(next_code_point(text_, after)) ? after - i : 0;
  }

  void read() {
    const char c = at(position_);
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0') {
      ++position_;
    } else if (is_digit(c)) {
      read_number();
    } else if (c == '\'' || c == '"') {
      read_text(c);
    } else if (c == '_' || (c == '$' && at(position_ + 1) != '[') || letter_length(position_) > 0) {
      read_word();
    } else {
      read_sign(c);
    }
  }

  void read_sign(char c) {
    for (const Sign& sign : kSigns) {
      if (sign.text[0] != c || !text_.substr(position_).starts_with(sign.text)) continue;
      push(sign.kind, position_, position_ + sign.text.size());
      position_ += sign.text.size();
      return;
    }
    if (c == '|') return fail(position_, position_ + 1, "a single '|' is no operator", "write '||' or 'or'");
    if (c == '\\') {
      return fail(position_, position_ + 1, "there is no '\\' outside of quotes",
                  "inside quotes a quote is doubled, as in 'it''s', and '\\' is a plain character");
    }
    std::size_t end = position_;
    const std::uint32_t code = next_code_point(text_, end);
    const bool is_visible = code > ' ' && code < 0x7F;
    const std::string shown = is_visible ? fmt::format("'{}'", c) : fmt::format("U+{:04X}", code);
    fail(position_, end, shown + " is no character of the expression language");
  }

  // A doubled quote is a quote; there are no escapes.
  void read_text(char quote) {
    const std::size_t start = position_;
    do {
      position_ = text_.find(quote, position_ + 1);
      if (position_ == std::string_view::npos) {
        position_ = text_.size();
        return fail(start, start + 1, fmt::format("this {} has no end", quote));
      }
      ++position_;
    } while (at(position_) == quote);
    push(Kind::text, start, position_);
  }

  void read_word() {
    const std::size_t start = position_++;
    if (static_cast<unsigned char>(at(start)) >= 0x80) position_ = start + letter_length(start);
    for (;;) {
      const char c = at(position_);
      const std::size_t length = is_digit(c) || c == '_' || c == '$' ? 1 : letter_length(position_);
      if (length == 0) break;
      position_ += length;
    }
    const std::string_view word = text_.substr(start, position_ - start);
    for (const Sign& each : kWords) {
      if (is_spel_word(word, each.text)) return push(each.kind, start, position_, true);
    }
    push(Kind::word, start, position_, true);
  }

  void skip_digits() {
    while (is_digit(at(position_))) ++position_;
  }

  void read_number() {
    const std::size_t start = position_;
    if (at(start) == '0' && (at(start + 1) == 'x' || at(start + 1) == 'X')) return read_hex(start);
    skip_digits();
    bool is_real = false;
    if (at(position_) == '.') {
      // `3.` is the integer and a dot, as in 3.toString().
      if (!is_digit(at(position_ + 1))) return push(Kind::integer, start, position_, true);
      is_real = true;
      ++position_;
      skip_digits();
    }
    const char c = at(position_);
    if (c == 'L' || c == 'l') return read_long(start, is_real);
    if (c == 'e' || c == 'E') return read_exponent(start, is_real);
    const bool has_suffix = c == 'f' || c == 'F' || c == 'd' || c == 'D';
    if (has_suffix) ++position_;
    push(is_real || has_suffix ? Kind::real : Kind::integer, start, position_, !is_real);
  }

  void read_long(std::size_t start, bool is_real) {
    if (is_real) return fail(start, position_ + 1, "a number with a point cannot be a long", "leave the L out");
    push(Kind::long_integer, start, position_, true);
    ++position_;
  }

  // One character counts as the first digit whatever it is; the parser refuses the number then.
  void read_exponent(std::size_t start, bool is_real) {
    ++position_;
    const bool has_sign = at(position_) == '+' || at(position_) == '-';
    if (has_sign) ++position_;
    if (position_ >= text_.size()) return fail(start, position_, "this number ends within its exponent");
    next_code_point(text_, position_);
    skip_digits();
    const char c = at(position_);
    if (c == 'f' || c == 'F' || c == 'd' || c == 'D') ++position_;
    const std::string_view text = text_.substr(start, position_ - start);
    bool is_name = !is_real && !has_sign;
    for (const char each : text)
      is_name = is_name && (is_digit(each) || is_ascii_letter(each) || each == '_' || each == '$');
    push(Kind::real, start, position_, is_name);
  }

  void read_hex(std::size_t start) {
    position_ = start + 2;
    while (is_hex_digit(at(position_))) ++position_;
    if (position_ == start + 2) return fail(start, position_, "'0x' is followed by no hexadecimal digit");
    const bool is_long = at(position_) == 'L' || at(position_) == 'l';
    tokens_.push_back({is_long ? Kind::hex_long : Kind::hex_integer, true, static_cast<std::uint32_t>(start),
                       text_.substr(start + 2, position_ - start - 2)});
    if (is_long) ++position_;
  }

  std::string_view text_;
  std::vector<SpelToken>& tokens_;
  std::size_t position_ = 0;
  std::optional<SpelError> error_;
};

}  // namespace

bool is_spel_word(std::string_view word, std::string_view lower) {
  std::size_t i = 0;
  for (const char expected : lower) {
    if (i >= word.size()) return false;
    std::uint32_t c = static_cast<unsigned char>(word[i]);
    if (c < 0x80) {
      ++i;
    } else {
      c = next_code_point(word, i);
    }
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (c == 0x130 || c == 0x131) c = 'i';  // to Java these are the i in another case
    if (c == 0x17F) c = 's';
    if (c != static_cast<unsigned char>(expected)) return false;
  }
  return i == word.size();
}

std::optional<SpelError> read_spel_tokens(std::string_view text, std::vector<SpelToken>& tokens) {
  tokens.clear();
  return Lexer(text, tokens).run();
}

}  // namespace sailmaker::pipeline
