#include <algorithm>
#include <array>

#include "jinja/loop_members.h"
#include "jinja/methods.h"
#include "jinja/parser_state.h"
#include "jinja/scan_literal.h"

// Expressions, one function a level, loosest first:
//   conditional > or > and > not > compare > + - > ~ > * / // % > ** > unary > postfix, filters and tests.

namespace sailmaker::jinja {

Expr* Parser::binary(ExprKind kind, Expr* left, Expr* right) {
  auto* node = make<Binary>(kind, left->offset);
  node->left = left;
  node->right = right;
  return close(node);
}

Expr* Parser::constant(Value value, const Token& token) {
  auto* node = make<Constant>(ExprKind::constant, token.offset);
  node->value = parsed_.keep(std::move(value));
  return close(node);
}

void parse_expression(Parsed& parsed, const Options& options) {
  Parser(parsed, lex_expression(parsed.source, options), options).parse_only_expression();
}

void Parser::parse_only_expression() {
  whole_ = "expression";
  auto* node = make<Evaluate>(StmtKind::evaluate);
  node->value = parse_expression();
  close(node);
  check();
  if (!is(TokenKind::end)) {
    fail_at(current(), "the expression ends before '" + std::string(current().text) + "'", hint_of_chunk());
  }
  const std::vector<Stmt*> body = {node};
  parsed_.root.body = parsed_.arena.keep(body);
}

// expression = conditional
Expr* Parser::parse_expression(Conditionals conditionals) {
  return conditionals == Conditionals::allowed ? parse_conditional() : parse_or();
}

bool Parser::is_tuple_end() const { return is(TokenKind::variable_end) || is(TokenKind::block_end) || is_symbol(")"); }

// tuple = expression ("," expression)* [","]; a single expression without a comma is itself
Expr* Parser::parse_tuple(Conditionals conditionals, bool in_parentheses) {
  const std::uint32_t offset = current().offset;
  std::vector<Expr*> items;
  bool is_tuple = false;
  while (!is_tuple_end()) {
    items.push_back(parse_expression(conditionals));
    if (!skip_symbol(",")) break;
    is_tuple = true;
  }
  if (!is_tuple) {
    if (!items.empty()) return items.front();
    if (!in_parentheses) unexpected("an expression");
  }
  auto* node = make<Sequence>(ExprKind::tuple, offset);
  node->items = parsed_.arena.keep(items);
  return close(node);
}

// conditional = or ["if" or ["else" conditional]]
Expr* Parser::parse_conditional() {
  Expr* node = parse_or();
  while (is_name("if")) {
    take();
    auto* made = make<Conditional>(ExprKind::conditional, node->offset);
    made->yes = node;
    made->test = parse_or();
    if (skip_name("else")) {
      const Nested nested(*this);
      made->no = parse_conditional();
    }
    node = close(made);
  }
  return node;
}

Expr* Parser::parse_or() {
  Expr* left = parse_and();
  while (skip_name("or")) left = binary(ExprKind::logical_or, left, parse_and());
  return left;
}

Expr* Parser::parse_and() {
  Expr* left = parse_not();
  while (skip_name("and")) left = binary(ExprKind::logical_and, left, parse_not());
  return left;
}

Expr* Parser::parse_not() {
  if (!is_name("not")) return parse_compare();
  const Nested nested(*this);
  auto* node = make<Unary>(ExprKind::invert, take().offset);
  node->operand = parse_not();
  return close(node);
}

bool Parser::take_compare_op(CompareOp& op) {
  static constexpr std::array<std::pair<std::string_view, CompareOp>, 6> kOps = {{{"==", CompareOp::eq},
                                                                                  {"!=", CompareOp::ne},
                                                                                  {"<", CompareOp::lt},
                                                                                  {"<=", CompareOp::le},
                                                                                  {">", CompareOp::gt},
                                                                                  {">=", CompareOp::ge}}};
  for (const auto& [symbol, kind] : kOps) {
    if (skip_symbol(symbol)) return op = kind, true;
  }
  if (skip_name("in")) return op = CompareOp::in, true;
  if (!is_name("not") || !ahead().is_name("in")) return false;
  take();
  take();
  return op = CompareOp::not_in, true;
}

// compare = add (("==" | "<" | ... | "in" | "not" "in") add)*
Expr* Parser::parse_compare() {
  Expr* left = parse_add();
  std::vector<Comparison> rest;
  CompareOp op;
  while (take_compare_op(op)) rest.push_back({op, parse_add()});
  if (rest.empty()) return left;
  auto* node = make<Compare>(ExprKind::compare, left->offset);
  node->left = left;
  node->rest = parsed_.arena.keep(rest);
  return close(node);
}

Expr* Parser::parse_add() {
  Expr* left = parse_concat();
  while (is_symbol("+") || is_symbol("-")) {
    const ExprKind kind = take().text == "+" ? ExprKind::add : ExprKind::subtract;
    left = binary(kind, left, parse_concat());
  }
  return left;
}

Expr* Parser::parse_concat() {
  Expr* first = parse_multiply();
  if (!is_symbol("~")) return first;
  std::vector<Expr*> items{first};
  while (skip_symbol("~")) items.push_back(parse_multiply());
  auto* node = make<Sequence>(ExprKind::concat, first->offset);
  node->items = parsed_.arena.keep(items);
  node->is_plain = joins_plain_;
  return close(node);
}

Expr* Parser::parse_multiply() {
  Expr* left = parse_power();
  for (;;) {
    ExprKind kind;
    if (is_symbol("*"))
      kind = ExprKind::multiply;
    else if (is_symbol("/"))
      kind = ExprKind::divide;
    else if (is_symbol("//"))
      kind = ExprKind::floor_divide;
    else if (is_symbol("%"))
      kind = ExprKind::modulo;
    else
      return left;
    take();
    left = binary(kind, left, parse_power());
  }
}

Expr* Parser::parse_power() {
  Expr* left = parse_unary();
  while (skip_symbol("**")) left = binary(ExprKind::power, left, parse_unary());
  return left;
}

// unary = ("-" | "+") unary | primary postfix*, then filters and tests on the whole of it
Expr* Parser::parse_unary(bool with_filter) {
  Expr* node = nullptr;
  if (is_symbol("-") || is_symbol("+")) {
    const Nested nested(*this);
    const Token sign = take();
    auto* made = make<Unary>(sign.text == "-" ? ExprKind::negate : ExprKind::plus, sign.offset);
    made->operand = parse_unary(false);
    node = close(made);
  } else {
    node = parse_primary();
  }
  node = parse_postfix(node);
  return with_filter ? parse_filters_and_tests(node) : node;
}

Expr* Parser::parse_primary() {
  switch (current().kind) {
    case TokenKind::name: return parse_word();
    case TokenKind::string: return parse_string();
    case TokenKind::integer: {
      const Token token = take();
      return constant(integer_value(token.text), token);
    }
    case TokenKind::real: {
      const Token token = take();
      return constant(real_value(token.text), token);
    }
    default: break;
  }
  if (is_symbol("(")) return parse_parenthesized();
  if (is_symbol("[")) return parse_list();
  if (is_symbol("{")) return parse_map();
  check();
  if (is(TokenKind::end)) unexpected("an expression");
  if (is(TokenKind::variable_end) || is(TokenKind::block_end)) {
    fail_at(current(), "unexpected '" + std::string(current().text) + "', expected an expression");
  }
  fail_at(current(), "unexpected '" + std::string(current().text) + "'");
}

Expr* Parser::parse_word() {
  const Token token = take();
  if (token.text == "true" || token.text == "True") return constant(true, token);
  if (token.text == "false" || token.text == "False") return constant(false, token);
  if (token.text == "none" || token.text == "None") return constant(nullptr, token);
  auto* node = make<Name>(ExprKind::name, token.offset);
  node->name = token.text;
  node->key = parsed_.keep(Value(token.text));
  return close(node);
}

Expr* Parser::parse_string() {
  const Token first = current();
  std::string text;
  while (is(TokenKind::string)) {
    const Token token = take();
    std::size_t bad = 0;
    const std::string_view body = token.text.substr(1, token.text.size() - 2);
    if (!unescape(body, options_.newline_sequence, text, bad)) {
      throw SyntaxFailure{"broken escape in a text", static_cast<std::uint32_t>(token.offset + 1 + bad), 2,
                          "a backslash itself is written '\\\\'", type::kSyntax};
    }
  }
  return constant(Value(std::string_view(text)), first);
}

Expr* Parser::parse_parenthesized() {
  const Nested nested(*this);
  const Token open = take();
  Expr* node = parse_tuple(Conditionals::allowed, true);
  expect_symbol(")");
  if (node->kind == ExprKind::tuple) {
    node->offset = open.offset;
    close(node);
  }
  return node;
}

Expr* Parser::parse_list() {
  const Nested nested(*this);
  auto* node = make<Sequence>(ExprKind::list, take().offset);
  std::vector<Expr*> items;
  while (!is_symbol("]")) {
    if (!items.empty()) expect_symbol(",");
    if (is_symbol("]")) break;
    items.push_back(parse_expression());
  }
  expect_symbol("]");
  node->items = parsed_.arena.keep(items);
  return close(node);
}

Expr* Parser::parse_map() {
  const Nested nested(*this);
  auto* node = make<MapExpr>(ExprKind::map, take().offset);
  std::vector<Expr*> keys;
  std::vector<Expr*> values;
  while (!is_symbol("}")) {
    if (!keys.empty()) expect_symbol(",");
    if (is_symbol("}")) break;
    keys.push_back(parse_expression());
    expect_symbol(":");
    values.push_back(parse_expression());
  }
  expect_symbol("}");
  node->keys = parsed_.arena.keep(keys);
  node->values = parsed_.arena.keep(values);
  return close(node);
}

Expr* Parser::parse_postfix(Expr* node) {
  for (;;) {
    if (is_symbol(".")) {
      node = parse_dot(node);
    } else if (is_symbol("[")) {
      node = parse_subscript(node);
    } else if (is_symbol("(")) {
      node = parse_call(node);
    } else {
      return node;
    }
  }
}

Expr* Parser::parse_filters_and_tests(Expr* node) {
  for (;;) {
    if (is_symbol("|")) {
      take();
      node = parse_filter(node);
    } else if (is_name("is")) {
      node = parse_test(node);
    } else if (is_symbol("(")) {
      node = parse_call(node);
    } else {
      return node;
    }
  }
}

// "." (name | integer)
Expr* Parser::parse_dot(Expr* base) {
  take();
  check();
  if (is(TokenKind::name)) {
    auto* node = make<Attribute>(ExprKind::attribute, base->offset);
    const Token name = take();
    node->base = base;
    node->key = parsed_.keep(Value(name.text));
    node->method = find_method(name.text);
    node->loop_member = find_loop_member(name.text);
    return close(node);
  }
  if (!is(TokenKind::integer)) fail_at(current(), "expected name or number after '.'");
  auto* node = make<Item>(ExprKind::item, base->offset);
  const Token number = take();
  node->base = base;
  node->index = constant(integer_value(number.text), number);
  return close(node);
}

// "[" (expression | slice) ("," ...)* "]"
Expr* Parser::parse_subscript(Expr* base) {
  const Nested nested(*this);
  const Token open = take();
  std::vector<Expr*> items;
  bool is_slice = false;
  auto* slice = make<SliceExpr>(ExprKind::slice, base->offset);
  while (!is_symbol("]")) {
    if (!items.empty()) expect_symbol(",");
    items.push_back(parse_subscript_item(is_slice, *slice));
  }
  expect_symbol("]");
  if (is_slice) {
    if (items.size() != 1) fail_at(open, "a slice cannot be one of several subscripts");
    slice->base = base;
    return close(slice);
  }
  auto* node = make<Item>(ExprKind::item, base->offset);
  node->base = base;
  node->index = items.size() == 1 ? items.front() : nullptr;
  if (items.size() != 1) {
    auto* tuple = make<Sequence>(ExprKind::tuple, open.offset);
    tuple->items = parsed_.arena.keep(items);
    node->index = close(tuple);
  }
  return close(node);
}

Expr* Parser::parse_subscript_item(bool& is_slice, SliceExpr& slice) {
  const auto at_end = [&] { return is_symbol("]") || is_symbol(","); };
  Expr* first = is_symbol(":") ? nullptr : parse_expression();
  if (!skip_symbol(":")) return first;
  is_slice = true;
  slice.start = first;
  slice.stop = is_symbol(":") || at_end() ? nullptr : parse_expression();
  slice.step = skip_symbol(":") && !at_end() ? parse_expression() : nullptr;
  return nullptr;
}

Expr* Parser::parse_call(Expr* callee) {
  auto* node = make<Call>(ExprKind::call, callee->offset);
  node->callee = callee;
  node->arguments = parse_arguments();
  return close(node);
}

// "(" [argument ("," argument)* [","]] ")"
CallArguments Parser::parse_arguments() {
  const Nested nested(*this);
  const Token open = current();
  CallArguments arguments;
  std::vector<Expr*> positional;
  std::vector<KeywordExpr> keywords;
  expect_symbol("(");
  for (bool first = true; !is_symbol(")"); first = false) {
    if (!first) expect_symbol(",");
    if (is_symbol(")")) break;
    parse_argument(open, arguments, positional, keywords);
  }
  expect_symbol(")");
  arguments.positional = parsed_.arena.keep(positional);
  arguments.keywords = parsed_.arena.keep(keywords);
  return arguments;
}

// argument = expression | name "=" expression | "*" expression | "**" expression, in this order
void Parser::parse_argument(const Token& open, CallArguments& arguments, std::vector<Expr*>& positional,
                            std::vector<KeywordExpr>& keywords) {
  const Token at = current();
  const auto ensure = [&](bool ok) {
    if (!ok)
      fail_at(open, "invalid syntax for function call expression", "positional arguments come before named ones");
  };
  if (is_symbol("*")) {
    ensure(arguments.star == nullptr && arguments.star_star == nullptr);
    take();
    arguments.star = parse_expression();
  } else if (is_symbol("**")) {
    ensure(arguments.star_star == nullptr);
    take();
    arguments.star_star = parse_expression();
  } else if (is(TokenKind::name) && ahead().is_symbol("=")) {
    ensure(arguments.star_star == nullptr);
    const Value* name = parsed_.keep(Value(take().text));
    take();
    for (const KeywordExpr& other : keywords) {
      if (*other.name == *name) fail_at(at, "keyword argument repeated: " + std::string(at.text));
    }
    keywords.push_back({name, parse_expression()});
  } else {
    ensure(arguments.star == nullptr && arguments.star_star == nullptr && keywords.empty());
    positional.push_back(parse_expression());
  }
}

std::string_view Parser::parse_dotted_name() {
  const Token first = expect_name();
  if (!is_symbol(".")) return first.text;
  std::string name(first.text);
  while (skip_symbol(".")) name.append(".").append(expect_name().text);
  return parsed_.arena.keep(std::string_view(name));
}

// filter = name ("." name)* [arguments]
Expr* Parser::parse_filter(Expr* input) {
  const std::uint32_t offset = current().offset;
  const std::string_view name = parse_dotted_name();
  auto* node = make<FilterExpr>(ExprKind::filter, offset);
  node->input = input;
  node->name = name;
  if (is_symbol("(")) node->arguments = parse_arguments();
  return close(node);
}

// filter ("|" filter)*, on the text of a block
Expr* Parser::parse_filter_chain() {
  Expr* node = parse_filter(nullptr);
  while (skip_symbol("|")) node = parse_filter(node);
  return node;
}

// "is" ["not"] name [arguments | primary postfix*]
Expr* Parser::parse_test(Expr* input) {
  const std::uint32_t is_offset = take().offset;
  const std::uint32_t offset = current().offset;
  const bool negated = skip_name("not");
  auto* node = make<TestExpr>(ExprKind::test, offset);
  node->is_offset = is_offset;
  node->input = input;
  node->name = parse_dotted_name();
  if (is_symbol("(")) {
    node->arguments = parse_arguments();
  } else if (Expr* argument = parse_test_argument()) {
    node->arguments.positional = parsed_.arena.keep(std::vector<Expr*>{argument});
  }
  close(node);
  if (!negated) return node;
  auto* inverted = make<Unary>(ExprKind::invert, offset);
  inverted->operand = node;
  return close(inverted);
}

Expr* Parser::parse_test_argument() {
  const bool begins = is(TokenKind::name) || is(TokenKind::string) || is(TokenKind::integer) || is(TokenKind::real) ||
                      is_symbol("[") || is_symbol("{");
  if (!begins || is_name("else") || is_name("or") || is_name("and")) return nullptr;
  if (is_name("is")) fail_at(current(), "you cannot chain multiple tests with 'is'", "join them with 'and'");
  return parse_postfix(parse_primary());
}

}  // namespace sailmaker::jinja
