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
constexpr std::string_view kEscapes = "tnrfaedDhHsSvVwWbBAGZzRXxucpPkQEN0";

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
    }
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
    // (?: (?= (?<name> (?i) and the like: what follows the ? is no repetition.
    if (at_ < regex_.size() && regex_[at_] == '?') ++at_;
  }

  void close_group() {
    if (groups_ == 0) return fail("has a ) that was never opened");
    --groups_;
    can_repeat_ = true;
  }

  // {2}, {2,} or {2,5}
  void count() {
    if (!can_repeat_) return fail("repeats nothing at '{'");
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
