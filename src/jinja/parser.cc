#include "jinja/parser.h"

#include <algorithm>

#include "jinja/parser_state.h"

// What statements and expressions share: tokens, complaints, targets of assignments.

namespace sailmaker::jinja {

namespace {

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::end: return "end of template";
    case TokenKind::block_end: return "end of statement block";
    case TokenKind::variable_end: return "end of print statement";
    case TokenKind::block_begin: return "begin of statement block";
    case TokenKind::variable_begin: return "begin of print statement";
    case TokenKind::text: return "template text";
    default: return std::string(token.text);
  }
}

}  // namespace

void Parser::check() const {
  if (!is(TokenKind::error)) return;
  const LexFailure& failure = lexed_.failure;
  throw SyntaxFailure{failure.message, failure.offset, failure.length, failure.hint, type::kSyntax};
}

void Parser::fail_at(const Token& token, std::string message, std::string hint, std::string_view type) const {
  std::uint32_t offset = token.offset;
  std::uint32_t length = std::max<std::uint32_t>(1, token.length());
  if (token.kind == TokenKind::end && lexed_.tokens.size() > 1) {
    // What is missing at the end is reported where the last piece begins.
    const Token& last = lexed_.tokens[lexed_.tokens.size() - 2];
    offset = last.offset;
    length = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(std::min(last.text.find('\n'), last.text.size())));
  }
  throw SyntaxFailure{std::move(message), offset, length, std::move(hint), type};
}

void Parser::unexpected(const std::string& expected) {
  check();
  if (is(TokenKind::end)) fail_at(current(), "unexpected end of " + std::string(whole_) + ", expected " + expected);
  fail_at(current(), "expected " + expected + ", got '" + describe(current()) + "'");
}

void Parser::expect_symbol(std::string_view symbol) {
  if (!skip_symbol(symbol)) unexpected("'" + std::string(symbol) + "'");
}

Token Parser::expect_name() {
  if (!is(TokenKind::name)) unexpected("a name");
  return take();
}

void Parser::expect_end(TokenKind kind, std::string_view what) {
  if (is(kind)) {
    take();
    return;
  }
  check();
  const std::string end = kind == TokenKind::variable_end ? options_.variable_end : options_.block_end;
  const std::string message = "expected " + std::string(what) + " '" + end + "'";
  if (is(TokenKind::end)) {
    fail_at(current(), "unexpected end of template, " + message,
            "the tag of line " + std::to_string(locate(parsed_.source, tag_offset_, 1, "").line) + " is not closed");
  }
  fail_at(current(), message + ", got '" + describe(current()) + "'", hint_of_chunk());
}

std::string Parser::hint_of_chunk() const {
  if (is(TokenKind::string)) return "join texts with '~'";
  if (is_symbol("=")) return "'==' compares; only 'set' assigns";
  return {};
}

void Parser::enter() {
  if (++depth_ > options_.limits.nesting) {
    --depth_;
    fail_at(current(), "nested deeper than " + std::to_string(options_.limits.nesting) + " levels");
  }
}

Target* Parser::name_target(const Token& token) {
  static constexpr std::string_view kConstants[] = {"true", "false", "none", "True", "False", "None"};
  if (std::find(std::begin(kConstants), std::end(kConstants), token.text) != std::end(kConstants)) {
    fail_at(token, "can't assign to '" + std::string(token.text) + "'");
  }
  auto* target = parsed_.arena.make<Target>();
  target->kind = TargetKind::name;
  target->offset = token.offset;
  target->length = token.length();
  target->name = parsed_.keep(Value(token.text));
  return target;
}

Target* Parser::parse_name_target() { return name_target(expect_name()); }

// item = name | name "." name | "(" target ")"
Target* Parser::parse_target_item(bool allow_member) {
  check();
  if (is_symbol("(")) {
    const Nested nested(*this);
    take();
    Target* inner = parse_target(allow_member);
    expect_symbol(")");
    return inner;
  }
  if (!is(TokenKind::name)) {
    const bool is_constant =
        is(TokenKind::integer) || is(TokenKind::real) || is(TokenKind::string) || is_symbol("[") || is_symbol("{");
    if (is_constant) fail_at(current(), "can't assign to '" + describe(current()) + "'");
    unexpected("a name to assign to");
  }
  const Token name = take();
  if (!allow_member || !is_symbol(".")) return name_target(name);
  take();
  auto* target = parsed_.arena.make<Target>();
  target->kind = TargetKind::member;
  target->offset = name.offset;
  target->space = make<Name>(ExprKind::name, name.offset);
  target->space->name = name.text;
  target->space->key = parsed_.keep(Value(name.text));
  target->space->length = name.length();
  target->name = parsed_.keep(Value(expect_name().text));
  return close(target);
}

// target = item ("," item)* [","]
Target* Parser::parse_target(bool allow_member) {
  const std::uint32_t offset = current().offset;
  std::vector<Target*> items;
  bool is_tuple = false;
  const auto at_end = [&] { return is_symbol(")") || is(TokenKind::block_end); };
  while (items.empty() || !at_end()) {
    items.push_back(parse_target_item(allow_member));
    if (!skip_symbol(",")) break;
    is_tuple = true;
  }
  if (!is_tuple) return items.front();
  auto* target = parsed_.arena.make<Target>();
  target->kind = TargetKind::tuple;
  target->offset = offset;
  target->items = parsed_.arena.keep(items);
  return close(target);
}

}  // namespace sailmaker::jinja
