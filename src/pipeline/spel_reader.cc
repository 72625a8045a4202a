#include "pipeline/spel_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "pipeline/spel_lexer.h"

// What the rules of the grammar are written with: looking at tokens, making nodes, saying what is wrong.

namespace sailmaker::pipeline {

namespace {

constexpr std::size_t kLongestShown = 40;

}  // namespace

bool SpelReader::at_any(std::initializer_list<Kind> kinds) const {
  return std::find(kinds.begin(), kinds.end(), peek().kind) != kinds.end();
}

bool SpelReader::at_word(std::string_view lower) const { return at(Kind::word) && is_spel_word(peek().text, lower); }

bool SpelReader::at_name() const {
  return at(Kind::word) || (peek().is_name && peek().kind >= Kind::divide && peek().kind <= Kind::negate);
}

bool SpelReader::take_if(Kind kind) {
  if (!at(kind)) return false;
  ++position_;
  return true;
}

const SpelToken& SpelReader::expect(Kind kind, std::string_view described_as) {
  if (!at(kind)) fail(peek(), fmt::format("{} is missing before {}", described_as, described(peek())));
  return take();
}

SpelNodeId SpelReader::expect_expression(std::string_view why) {
  const SpelNodeId found = expression();
  if (found == kNoSpelNode) fail(peek(), fmt::format("an expression is missing {}", why));
  return found;
}

SpelNodeId SpelReader::add(SpelKind kind, const SpelToken& token) {
  SpelNode node;
  node.kind = kind;
  node.offset = token.offset;
  node.length = static_cast<std::uint32_t>(token.text.size());
  node.text = token.text;
  tree_.nodes.push_back(node);
  return static_cast<SpelNodeId>(tree_.nodes.size() - 1);
}

SpelNodeId SpelReader::add(SpelKind kind, const SpelToken& token, std::initializer_list<SpelNodeId> list) {
  Children children;
  for (const SpelNodeId child : list) append(children, child);
  const SpelNodeId made = add(kind, token);
  tree_.nodes[made].first = children.first;
  return made;
}

void SpelReader::append(Children& children, SpelNodeId node) {
  if (children.first == kNoSpelNode) {
    children.first = node;
  } else {
    tree_.nodes[children.last].next = node;
  }
  children.last = node;
}

SpelNodeId SpelReader::null_at(const SpelToken& token) {
  const SpelNodeId made = add(SpelKind::null, token);
  tree_.nodes[made].text = {};
  return made;
}

SpelNodeId SpelReader::required(SpelNodeId node, const SpelToken& operation, std::string_view side) {
  if (node != kNoSpelNode) return node;
  fail(operation, fmt::format("'{}' has nothing on its {}", operation.text, side));
}

void SpelReader::check_number(const SpelToken& token) const {
  const bool is_hex = token.kind == Kind::hex_integer || token.kind == Kind::hex_long;
  if (token.kind == Kind::real) {
    const std::size_t e = token.text.find_first_of("eE");
    const std::size_t digit = token.text.find_first_of("0123456789", e == std::string_view::npos ? 0 : e);
    const std::size_t most = e == std::string_view::npos ? 0 : e + 2;
    const bool has_sign = e != std::string_view::npos && (token.text[e + 1] == '+' || token.text[e + 1] == '-');
    if (digit == std::string_view::npos || (e != std::string_view::npos && digit != most - (has_sign ? 0 : 1))) {
      fail(token, "this number has no digits in its exponent", "digits follow the 'e', as in 1e3 and 2.5e-3");
    }
    return;
  }
  const bool is_long = token.kind == Kind::long_integer || token.kind == Kind::hex_long;
  const std::uint64_t most = is_long ? 0x7FFF'FFFF'FFFF'FFFFU : 0x7FFF'FFFFU;
  const unsigned base = is_hex ? 16 : 10;
  std::uint64_t value = 0;
  for (const char c : token.text) {
    const auto digit = static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    if (value > (most - digit) / base) {
      fail(token, fmt::format("{}{} is more than {} bits hold", is_hex ? "0x" : "", token.text, is_long ? 63 : 31),
           is_long ? "" : "write a long number with an L behind it");
    }
    value = value * base + digit;
  }
}

std::string SpelReader::described(const SpelToken& token) const {
  if (token.kind == Kind::end) return "the end of the expression";
  const bool is_plain = token.text.size() <= kLongestShown &&
                        std::none_of(token.text.begin(), token.text.end(), [](char c) { return c >= 0 && c < ' '; });
  if (!is_plain) return token.kind == Kind::text ? "a text" : "a long name";
  return token.kind == Kind::text ? std::string(token.text) : fmt::format("'{}'", token.text);
}

void SpelReader::fail(const SpelToken& token, std::string message, std::string hint) const {
  throw SpelFailure{{std::move(message), std::move(hint), token.offset, token.text.size()}};
}

// The expression is over, but its text is not; or there was none.
void SpelReader::fail_at_rest() const {
  const SpelToken& rest = peek();
  if (rest.kind == Kind::end) fail(rest, "there is no expression here");
  // `$` is a name: it may have been read already, or be what is too much here.
  const bool is_marker = at(Kind::left_brace) && position_ > 0 && tokens_[position_ - 1].text == "$";
  const bool opens = rest.text == "$" && tokens_[position_ + 1].kind == Kind::left_brace;
  if (is_marker || opens) {
    fail(is_marker ? tokens_[position_ - 1] : rest, "an expression cannot hold another ${...}",
         "write what it holds without ${ and }");
  }
  if (position_ == 0) fail(rest, fmt::format("an expression cannot begin with {}", described(rest)));
  fail(rest, fmt::format("{} is not expected here", described(rest)), "an operator, '.', '[' or the end may follow");
}

}  // namespace sailmaker::pipeline
