#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jinja/failure.h"
#include "jinja/lexer.h"
#include "jinja/parser.h"

namespace sailmaker::jinja {

/// What the two halves of the parser share: the place in the tokens, and how to complain. One function a grammar rule.
class Parser {
 public:
  Parser(Parsed& parsed, Lexed lexed, const Options& options)
      : parsed_(parsed), options_(options), lexed_(std::move(lexed)) {}

  void parse_template();
  void parse_only_expression();

 private:
  // --- statements: parse_statements.cc ---
  Body parse_body(std::initializer_list<std::string_view> ends, std::string_view opened_by);
  void parse_piece(std::vector<Stmt*>& body);
  void add_text(std::vector<Stmt*>& body, const Token& token);
  Stmt* add_stmt(Stmt* stmt, const Token& begin);
  Stmt* parse_statement();
  [[noreturn]] void unknown_tag(const Token& name);
  Stmt* parse_if();
  Stmt* parse_for();
  Stmt* parse_set();
  Stmt* parse_with();
  Stmt* parse_macro();
  Stmt* parse_call_block();
  Stmt* parse_filter_block();
  Stmt* parse_do();
  Stmt* parse_print();
  Stmt* parse_include();
  Stmt* parse_import();
  Stmt* parse_from();
  Stmt* parse_extends();
  Stmt* parse_block();
  Stmt* parse_autoescape();
  Stmt* parse_loop_control(StmtKind kind);
  bool parse_import_context(bool otherwise);
  void parse_imported_names(FromImport* node);
  void parse_parameters(MacroDefinition* definition);
  void check_required(const Block* block);
  void expect_block_end();
  void begin_body();

  Target* parse_target(bool allow_member);
  Target* parse_target_item(bool allow_member);
  Target* parse_name_target();
  Target* name_target(const Token& token);

  // --- expressions: parse_expressions.cc ---
  enum class Conditionals { allowed, excluded };
  Expr* parse_expression(Conditionals conditionals = Conditionals::allowed);
  Expr* parse_tuple(Conditionals conditionals = Conditionals::allowed, bool in_parentheses = false);
  bool is_tuple_end() const;
  Expr* parse_conditional();
  Expr* parse_or();
  Expr* parse_and();
  Expr* parse_not();
  Expr* parse_compare();
  bool take_compare_op(CompareOp& op);
  Expr* parse_add();
  Expr* parse_concat();
  Expr* parse_multiply();
  Expr* parse_power();
  Expr* parse_unary(bool with_filter = true);
  Expr* parse_primary();
  Expr* parse_word();
  Expr* parse_string();
  Expr* parse_list();
  Expr* parse_map();
  Expr* parse_parenthesized();
  Expr* parse_postfix(Expr* node);
  Expr* parse_filters_and_tests(Expr* node);
  Expr* parse_dot(Expr* base);
  Expr* parse_subscript(Expr* base);
  Expr* parse_subscript_item(bool& is_slice, SliceExpr& slice);
  Expr* parse_call(Expr* callee);
  CallArguments parse_arguments();
  void parse_argument(const Token& open, CallArguments& arguments, std::vector<Expr*>& positional,
                      std::vector<KeywordExpr>& keywords);
  Expr* parse_filter(Expr* input);
  Expr* parse_filter_chain();
  Expr* parse_test(Expr* input);
  Expr* parse_test_argument();
  std::string_view parse_dotted_name();
  Expr* binary(ExprKind kind, Expr* left, Expr* right);
  Expr* extend(Expr* node, const Expr* from);
  Expr* constant(Value value, const Token& token);

  template <typename T>
  T* make(ExprKind kind, std::uint32_t offset) {
    T* node = parsed_.arena.make<T>();
    node->kind = kind;
    node->offset = offset;
    return node;
  }
  template <typename T>
  T* make(StmtKind kind) {
    T* node = parsed_.arena.make<T>();
    static_cast<Stmt*>(node)->kind = kind;
    return node;
  }
  /// Sets the node's length up to the end of the token read last.
  template <typename T>
  T* close(T* node) {
    node->length = last_end_ > node->offset ? last_end_ - node->offset : 1;
    return node;
  }

  // --- tokens ---
  const Token& current() const { return lexed_.tokens[place_]; }
  const Token& ahead() const { return lexed_.tokens[std::min(place_ + 1, lexed_.tokens.size() - 1)]; }
  bool is(TokenKind kind) const { return current().kind == kind; }
  bool is_symbol(std::string_view symbol) const { return current().is_symbol(symbol); }
  bool is_name(std::string_view name) const { return current().is_name(name); }
  Token take() {
    check();
    const Token token = current();
    last_end_ = token.offset + token.length();
    if (place_ + 1 < lexed_.tokens.size()) ++place_;
    return token;
  }
  bool skip_symbol(std::string_view symbol) { return is_symbol(symbol) ? (take(), true) : false; }
  bool skip_name(std::string_view name) { return is_name(name) ? (take(), true) : false; }
  void expect_symbol(std::string_view symbol);
  Token expect_name();
  void expect_end(TokenKind kind, std::string_view what);
  /// What people mean by a token that stands right after an expression.
  std::string hint_of_chunk() const;
  /// Throws what the lexer found, once the parser gets there.
  void check() const;
  [[noreturn]] void unexpected(const std::string& expected);
  [[noreturn]] void fail_at(const Token& token, std::string message, std::string hint = {},
                            std::string_view type = type::kSyntax) const;

  bool is_one_line(std::uint32_t from, std::uint32_t to) const {
    return parsed_.source.substr(from, to - from).find('\n') == std::string::npos;
  }
  /// Keeps the first complaint about what is well-formed but means nothing; errors of form come first.
  template <typename Complain>
  void later(Complain complain) {
    try {
      complain();
    } catch (const SyntaxFailure& failure) {
      if (!later_) later_ = failure;
    }
  }

  struct Nested {
    explicit Nested(Parser& the_parser) : parser(the_parser) { parser.enter(); }
    ~Nested() { --parser.depth_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;
    Parser& parser;
  };
  void enter();

  struct Open {
    std::string_view tag;
    std::uint32_t offset;
    std::uint32_t length;
  };

  Parsed& parsed_;
  const Options& options_;
  Lexed lexed_;
  std::size_t place_ = 0;
  std::uint32_t last_end_ = 0;
  std::uint32_t tag_offset_ = 0;
  bool tag_is_line_ = false;
  Token word_;  ///< the name of the tag that is being read
  int depth_ = 0;
  bool joins_plain_ = false;
  std::string_view whole_ = "template";  ///< what messages call the source
  std::vector<Open> open_;
  std::optional<SyntaxFailure> later_;
};

}  // namespace sailmaker::jinja
