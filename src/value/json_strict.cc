#include "value/json_strict.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/unicode.h"
#include "value/map.h"

namespace sailmaker {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// One function a rule of RFC 8259. Errors unwind as an exception, which parse_json_strictly() alone catches.
class StrictJson {
 public:
  StrictJson(std::string_view text, std::string_view file, const JsonLimits& limits)
      : text_(text), file_(file), limits_(limits) {}

  Value document() {
    if (text_.size() > limits_.size) fail(0, fmt::format("the text is larger than {} bytes", limits_.size));
    const std::size_t bad = find_invalid_utf8(text_);
    if (bad != std::string_view::npos) fail(bad, "the text is not valid UTF-8 here");
    Value root = value(0);
    skip_space();
    if (at_ < text_.size()) fail(at_, "unexpected text after the JSON document");
    return root;
  }

 private:
  [[noreturn]] void fail(std::size_t offset, std::string message) const {
    throw Error(std::move(message), locate(text_, offset, 1, file_));
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char wanted) {
    skip_space();
    if (peek() != wanted || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  void expect(char wanted, std::string_view where) {
    if (!take(wanted)) fail(at_, fmt::format("expected '{}' {}", wanted, where));
  }

  Value value(int depth) {
    if (depth > limits_.depth) fail(at_, fmt::format("nested deeper than {} levels", limits_.depth));
    skip_space();
    if (at_ >= text_.size()) fail(at_, "the JSON document ends too early");
    switch (peek()) {
      case '{': return object(depth);
      case '[': return array(depth);
      case '"': return Value(string());
      case 't': return word("true", Value(true));
      case 'f': return word("false", Value(false));
      case 'n': return word("null", Value());
      default: return number();
    }
  }

  Value word(std::string_view wanted, Value meaning) {
    if (text_.substr(at_, wanted.size()) != wanted) fail(at_, "expected a JSON value");
    at_ += wanted.size();
    return meaning;
  }

  Value object(int depth) {
    ++at_;
    Map map;
    if (take('}')) return Value(std::move(map));
    do {
      skip_space();
      if (peek() != '"') fail(at_, "expected a key in double quotes");
      Value key{string()};
      expect(':', "after the key");
      map.set(std::move(key), value(depth + 1));
    } while (take(','));
    expect('}', "or ',' in the object");
    return Value(std::move(map));
  }

  Value array(int depth) {
    ++at_;
    List items;
    if (take(']')) return Value(std::move(items));
    do {
      items.push_back(value(depth + 1));
    } while (take(','));
    expect(']', "or ',' in the list");
    return Value(std::move(items));
  }

  std::string string() {
    const std::size_t begin = at_++;
    std::string out;
    while (true) {
      if (at_ >= text_.size()) fail(begin, "this text has no closing '\"'");
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) fail(at_, "a control character must be written as an escape");
      ++at_;
      if (c == '"') return out;
      if (c == '\\') {
        escape(out);
      } else {
        out += c;
      }
    }
  }

  void escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char c = peek();
    const std::size_t which = names.find(c);
    if (c != '\0' && which != std::string_view::npos) {
      ++at_;
      out += meanings[which];
    } else if (c == 'u') {
      unicode_escape(out);
    } else {
      fail(at_, "unknown escape");
    }
  }

  void unicode_escape(std::string& out) {
    const std::size_t begin = at_ - 1;
    std::uint32_t unit = four_digits();
    if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      ++at_;
      const std::uint32_t low = four_digits();
      if (low < 0xDC00 || low > 0xDFFF) fail(begin, "half a surrogate pair");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    } else if (unit >= 0xD800 && unit < 0xE000) {
      fail(begin, "half a surrogate pair");
    }
    append_utf8(out, unit);
  }

  // Stands on the 'u'.
  std::uint32_t four_digits() {
    const std::string_view digits = text_.substr(at_ + 1, 4);
    std::uint32_t unit = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (digits.size() != 4 || error != std::errc() || end != digits.data() + 4) fail(at_, "\\u needs four hex digits");
    at_ += 5;
    return unit;
  }

  void digits() {
    if (!is_digit(peek())) fail(at_, "expected a digit");
    while (is_digit(peek())) ++at_;
  }

  Value number() {
    const std::size_t begin = at_;
    if (peek() == '-') ++at_;
    if (!is_digit(peek())) fail(begin, "expected a JSON value");
    if (peek() == '0' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) fail(at_, "a number has no leading zeros");
    digits();
    bool whole = true;
    if (peek() == '.') whole = false, ++at_, digits();
    if (peek() == 'e' || peek() == 'E') {
      whole = false, ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      digits();
    }
    const std::string_view spelled = text_.substr(begin, at_ - begin);
    return whole ? integer(spelled) : real(spelled, begin);
  }

  static Value integer(std::string_view spelled) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(spelled.data(), spelled.data() + spelled.size(), number);
    return error == std::errc() ? Value(number) : Value::big_integer(spelled);
  }

  Value real(std::string_view spelled, std::size_t begin) const {
    double number = 0;
    const auto [end, error] = std::from_chars(spelled.data(), spelled.data() + spelled.size(), number);
    // Too small for a double is zero, too large is an error.
    if (error == std::errc::result_out_of_range) {
      const double back = std::strtod(std::string(spelled).c_str(), nullptr);
      if (std::isinf(back)) fail(begin, "this number is too large");
      return Value(back);
    }
    return Value(number);
  }

  std::string_view text_;
  std::string_view file_;
  const JsonLimits& limits_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Value> parse_json_strictly(std::string_view text, std::string_view file, const JsonLimits& limits) {
  try {
    return StrictJson(text, file, limits).document();
  } catch (Error& error) {
    return std::move(error);
  }
}

}  // namespace sailmaker
