#include "pipeline/java_regex.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

// Reads a pattern as java.util.regex.Pattern does, as far as its errors go: groups, classes, repetitions, escapes.
// Nothing is kept, and nothing recurses.

namespace sailmaker::pipeline {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters that mean something after a backslash; others are kept for later versions of Java, which refuses them.
constexpr std::string_view kEscapes = "tnrfaedDhHsSvVwWbBAGZzRXxucpPkQN0";
// What may stand between (? and : or ).
constexpr std::string_view kFlags = "idmsuxU-";

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_octal(char c) { return c >= '0' && c <= '7'; }

class Reader {
 public:
  explicit Reader(std::string_view regex) : regex_(regex) {}

  std::string run() {
    while (at_ < regex_.size() && problem_.empty()) step();
    if (!problem_.empty()) return problem_;
    if (classes_ > 0) return "has a [ that is never closed";
    return groups_ > 0 ? "has a ( that is never closed" : std::string();
  }

 private:
  void step() {
    const char c = regex_[at_++];
    if (c == '\\') return escape();
    if (classes_ > 0) return in_class(c);
    switch (c) {
      case '[': return open_class();
      case '(': return open_group();
      case ')': return close_group();
      case '*':
      case '+':
      case '?':
        if (!can_repeat_) problem_ = fmt::format("repeats nothing at '{}'", c);
        return end_repetition();
      case '{': return count();
      case '|': can_repeat_ = false; return;
      default: can_repeat_ = true;
    }
  }

  void escape() {
    can_repeat_ = true;
    if (at_ == regex_.size()) return fail("ends with a \\");
    const char c = regex_[at_++];
    if (c == 'Q') {
      const std::size_t end = regex_.find("\\E", at_);
      at_ = end == std::string_view::npos ? regex_.size() : end + 2;
    } else if (is_letter(c) && kEscapes.find(c) == std::string_view::npos) {
      fail(fmt::format("has \\{}, which means nothing", c));
    } else {
      escaped(c);
    }
  }

  // What some letters want behind them.
  void escaped(char c) {
    switch (c) {
      case 'p':
      case 'P': return peek() == '{' ? braces(c) : one(c);
      case 'x': return peek() == '{' ? braces(c) : digits(c, 2, is_hex);
      case 'u': return digits(c, 4, is_hex);
      case 'N': return braces(c);
      case '0': return digits(c, 1, is_octal);
      case 'c': return one(c);
      case 'k': return group_name();
      default: return;
    }
  }

  char peek() const { return at_ < regex_.size() ? regex_[at_] : '\0'; }

  void one(char after) {
    if (at_ == regex_.size()) return fail(fmt::format("ends with a \\{}", after));
    ++at_;
  }

  void digits(char after, int count, bool (*is_one)(char)) {
    for (int i = 0; i < count; ++i, ++at_) {
      if (!is_one(peek()))
        return fail(fmt::format("has a \\{} without {} behind it", after,
                                count == 1 ? "a digit" : fmt::format("{} digits", count)));
    }
  }

  void braces(char after) {
    const std::size_t end = peek() == '{' ? regex_.find('}', at_) : std::string_view::npos;
    if (end == std::string_view::npos) return fail(fmt::format("has a \\{} without a name in braces", after));
    at_ = end + 1;
  }

  // <name>
  void group_name() {
    const bool is_opened = peek() == '<';
    if (is_opened) ++at_;
    if (!is_opened || !is_letter(peek())) return fail("has a group whose name does not begin with a letter");
    while (is_letter(peek()) || is_digit(peek())) ++at_;
    if (peek() != '>') return fail("has a group whose name does not end with >");
    ++at_;
  }

  void open_class() {
    ++classes_;
    can_repeat_ = false;
    if (at_ < regex_.size() && regex_[at_] == '^') ++at_;
    if (at_ < regex_.size() && regex_[at_] == ']') ++at_;  // the first one stands for itself
  }

  void in_class(char c) {
    if (c == '[') open_class();
    if (c == ']') --classes_;
    can_repeat_ = classes_ == 0;
  }

  void open_group() {
    ++groups_;
    can_repeat_ = false;
    if (peek() != '?') return;
    ++at_;
    const std::string_view rest = regex_.substr(at_);
    if (rest.starts_with("<=") || rest.starts_with("<!")) {
      at_ += 2;
    } else if (peek() == '<') {
      group_name();
    } else if (rest.find_first_of(":=!>") == 0) {
      ++at_;
    } else {
      flags();
    }
  }

  // (?i) or (?i:
  void flags() {
    while (at_ < regex_.size() && kFlags.find(regex_[at_]) != std::string_view::npos) ++at_;
    if (peek() != ':' && peek() != ')') return fail("has a (? that begins no group");
    if (peek() == ':') ++at_;
  }

  void close_group() {
    if (groups_ == 0) return fail("has a ) that was never opened");
    --groups_;
    can_repeat_ = true;
  }

  // {2}, {2,} or {2,5}; behind nothing it repeats nothing, which Java allows here.
  void count() {
    const std::size_t begin = at_;
    while (at_ < regex_.size() && is_digit(regex_[at_])) ++at_;
    const bool has_number = at_ > begin;
    if (at_ < regex_.size() && regex_[at_] == ',') ++at_;
    while (at_ < regex_.size() && is_digit(regex_[at_])) ++at_;
    if (!has_number || at_ == regex_.size() || regex_[at_] != '}') return fail("has a { that begins no count");
    ++at_;
    end_repetition();
  }

  // One more sign makes it lazy or possessive; a third would repeat nothing.
  void end_repetition() {
    if (at_ < regex_.size() && (regex_[at_] == '?' || regex_[at_] == '+')) ++at_;
    can_repeat_ = false;
  }

  void fail(std::string problem) { problem_ = std::move(problem); }

  std::string_view regex_;
  std::size_t at_ = 0;
  int groups_ = 0;
  int classes_ = 0;
  bool can_repeat_ = false;  // whether something stands before
  std::string problem_;
};

}  // namespace

bool is_plain_regex(std::string_view regex) {
  static constexpr auto kIsSpecial = [] {
    std::array<bool, 256> special{};
    for (const char c : std::string_view("\\[](){}*+?")) special[static_cast<unsigned char>(c)] = true;
    return special;
  }();
  return std::none_of(regex.begin(), regex.end(), [](char c) { return kIsSpecial[static_cast<unsigned char>(c)]; });
}

std::string regex_problem(std::string_view regex) {
  return is_plain_regex(regex) ? std::string() : Reader(regex).run();
}

}  // namespace sailmaker::pipeline
