#include <fmt/core.h>

#include "pipeline/spel_lexer.h"
#include "pipeline/spel_parser.h"
#include "pipeline/spel_reader.h"

// Operators. Where Spring takes a missing operand for null (`?: 1`, `a ?:`) or drops one (`2 ^ 3 ++ 4`), so do we.

namespace sailmaker::pipeline {

/// Counts the levels of what recurs, and refuses what is nested too deeply.
class SpelDepth {
 public:
  explicit SpelDepth(SpelReader& reader) : depth_(reader.depth_) { reader.descend(); }
  ~SpelDepth() { --depth_; }
  SpelDepth(const SpelDepth&) = delete;
  SpelDepth& operator=(const SpelDepth&) = delete;

 private:
  int& depth_;
};

void SpelReader::descend() {
  if (++depth_ > kDeepestSpel) {
    fail(peek(), fmt::format("the expression is nested deeper than {} levels", kDeepestSpel),
         "compute parts of it in an evaluateVariables stage");
  }
}

void SpelReader::run() {
  tree_.root = expression();
  if (!at(Kind::end) || tree_.root == kNoSpelNode) fail_at_rest();
}

// expression: logical_or [ '=' logical_or | '?:' expression | '?' expression ':' expression ]
SpelNodeId SpelReader::expression() {
  const SpelDepth depth(*this);
  SpelNodeId left = logical_or();
  if (!at_any({Kind::assign, Kind::elvis, Kind::question})) return left;
  const SpelToken& token = peek();
  if (left == kNoSpelNode) left = null_at(token);
  if (at(Kind::question)) return ternary(left);
  take();
  if (token.kind == Kind::assign) {
    const SpelNodeId right = required(logical_or(), token, "right");
    return add(SpelKind::assignment, token, {left, right});
  }
  SpelNodeId otherwise = expression();
  if (otherwise == kNoSpelNode) otherwise = null_at(token);
  return add(SpelKind::elvis, token, {left, otherwise});
}

SpelNodeId SpelReader::ternary(SpelNodeId condition) {
  const SpelToken& token = take();
  const SpelNodeId yes = expect_expression("between '?' and ':'");
  expect(Kind::colon, "':' of '? :'");
  const SpelNodeId no = expect_expression("after ':'");
  return add(SpelKind::ternary, token, {condition, yes, no});
}

SpelNodeId SpelReader::logical_or() {
  SpelNodeId left = logical_and();
  while (at(Kind::symbolic_or) || at_word("or")) {
    const SpelToken& token = take();
    const SpelNodeId right = required(logical_and(), token, "right");
    left = add(SpelKind::binary, token, {required(left, token, "left"), right});
  }
  return left;
}

SpelNodeId SpelReader::logical_and() {
  SpelNodeId left = relational();
  while (at(Kind::symbolic_and) || at_word("and")) {
    const SpelToken& token = take();
    const SpelNodeId right = required(relational(), token, "right");
    left = add(SpelKind::binary, token, {required(left, token, "left"), right});
  }
  return left;
}

// Not a loop: `a == b == c` is refused.
SpelNodeId SpelReader::relational() {
  const SpelNodeId left = sum();
  const bool is_relation =
      at_any({Kind::greater, Kind::greater_equal, Kind::less, Kind::less_equal, Kind::equal, Kind::not_equal}) ||
      at_word("instanceof") || at_word("matches") || at_word("between");
  if (!is_relation) return left;
  const SpelToken& token = take();
  const SpelNodeId right = required(sum(), token, "right");
  return add(SpelKind::binary, token, {required(left, token, "left"), right});
}

SpelNodeId SpelReader::sum() {
  SpelNodeId left = product();
  while (at_any({Kind::plus, Kind::minus, Kind::increment})) {
    const SpelToken& token = take();
    const SpelNodeId right = required(product(), token, "right");
    // Spring forgets both the ++ and what follows it.
    if (token.kind != Kind::increment) left = add(SpelKind::binary, token, {required(left, token, "left"), right});
  }
  return left;
}

SpelNodeId SpelReader::product() {
  SpelNodeId left = power();
  while (at_any({Kind::star, Kind::divide, Kind::modulo})) {
    const SpelToken& token = take();
    const SpelNodeId right = required(power(), token, "right");
    left = add(SpelKind::binary, token, {required(left, token, "left"), right});
  }
  return left;
}

SpelNodeId SpelReader::power() {
  const SpelNodeId left = unary();
  if (at(Kind::power)) {
    const SpelToken& token = take();
    const SpelNodeId right = required(unary(), token, "right");
    return add(SpelKind::binary, token, {required(left, token, "left"), right});
  }
  if (left != kNoSpelNode && at_any({Kind::increment, Kind::decrement})) return add(SpelKind::postfix, take(), {left});
  return left;
}

SpelNodeId SpelReader::unary() {
  if (!at_any({Kind::negate, Kind::plus, Kind::minus, Kind::increment, Kind::decrement})) return primary();
  const SpelDepth depth(*this);
  const SpelToken& token = take();
  return add(SpelKind::unary, token, {required(unary(), token, "right")});
}

}  // namespace sailmaker::pipeline
