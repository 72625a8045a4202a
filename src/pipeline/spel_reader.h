#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/spel_ast.h"
#include "pipeline/spel_token.h"

namespace sailmaker::pipeline {

/// Unwinds from where an expression is wrong to SpelParser::parse(), which catches it.
struct SpelFailure {
  SpelError error;
};

/// The grammar, one function a rule, over tokens that end with `end`. Each function returns its node, or kNoSpelNode
/// where Spring's returns null: nothing there that could begin such a thing.
class SpelReader {
 public:
  SpelReader(const std::vector<SpelToken>& tokens, SpelTree& tree, std::string_view text)
      : tokens_(tokens), tree_(tree), text_(text) {}

  /// Reads the whole text; throws SpelFailure.
  void run();

 private:
  using Kind = SpelTokenKind;

  /// Children in the order in which they come.
  struct Children {
    SpelNodeId first = kNoSpelNode;
    SpelNodeId last = kNoSpelNode;
  };

  // Operators, from the weakest.
  SpelNodeId expression();
  SpelNodeId ternary(SpelNodeId condition);
  SpelNodeId logical_or();
  SpelNodeId logical_and();
  SpelNodeId relational();
  SpelNodeId sum();
  SpelNodeId product();
  SpelNodeId power();
  SpelNodeId unary();

  // Operands: a start and the steps behind it.
  SpelNodeId primary();
  SpelNodeId start();
  SpelNodeId step();
  SpelNodeId dotted();
  SpelNodeId literal();
  SpelNodeId parenthesis();
  SpelNodeId named();
  SpelNodeId method_or_property(bool is_safe);
  SpelNodeId function_or_variable();
  SpelNodeId type();
  SpelNodeId constructor();
  SpelNodeId array(SpelNodeId made);
  SpelNodeId bean();
  SpelNodeId bracketed(bool is_safe);
  SpelNodeId list_or_map();
  void map_entries(SpelNodeId first_key, Children& children);
  bool arguments(Children& children);
  void qualified_name(SpelNode& node);

  const SpelToken& peek() const { return tokens_[position_]; }
  bool at(Kind kind) const { return peek().kind == kind; }
  bool at_any(std::initializer_list<Kind> kinds) const;
  /// A word of the language in any case; operator words (`eq`) are none.
  bool at_word(std::string_view lower) const;
  /// What may be a name: a word, or the word of an operator.
  bool at_name() const;
  const SpelToken& take() { return tokens_[position_++]; }
  bool take_if(Kind kind);
  const SpelToken& expect(Kind kind, std::string_view described);
  SpelNodeId expect_expression(std::string_view why);

  SpelNodeId add(SpelKind kind, const SpelToken& token);
  SpelNodeId add(SpelKind kind, const SpelToken& token, std::initializer_list<SpelNodeId> children);
  void append(Children& children, SpelNodeId node);
  SpelNodeId null_at(const SpelToken& token);
  SpelNodeId required(SpelNodeId node, const SpelToken& operation, std::string_view side);

  void check_number(const SpelToken& token) const;
  void descend();
  [[noreturn]] void fail(const SpelToken& token, std::string message, std::string hint = {}) const;
  std::string described(const SpelToken& token) const;
  [[noreturn]] void fail_at_rest() const;

  const std::vector<SpelToken>& tokens_;
  SpelTree& tree_;
  std::string_view text_;
  std::size_t position_ = 0;
  int depth_ = 0;

  friend class SpelDepth;
};

}  // namespace sailmaker::pipeline
