#include <algorithm>
#include <array>

#include "base/edit_distance.h"
#include "jinja/parser_state.h"
#include "jinja/walk.h"

// Statements, one function a tag, named after it. Each is entered after the tag's name was read.

namespace sailmaker::jinja {

void parse(Parsed& parsed, const Options& options) {
  Lexed lexed = lex(parsed.source, options);
  parsed.dollar_comments = lexed.dollar_comments;
  Parser(parsed, std::move(lexed), options).parse_template();
}

void Parser::parse_template() {
  parsed_.root.body = parse_body({}, {});
  if (later_) throw SyntaxFailure(*later_);
}

// body = (text | output | statement)*, up to one of the tags `ends`; the caller takes its name
Body Parser::parse_body(std::initializer_list<std::string_view> ends, std::string_view opened_by) {
  const Nested nested(*this);
  if (!opened_by.empty()) open_.push_back({opened_by, tag_offset_, static_cast<std::uint32_t>(opened_by.size())});
  std::vector<Stmt*> body;
  for (;;) {
    check();
    if (is(TokenKind::end)) {
      if (opened_by.empty()) break;
      const Open& open = open_.back();
      const Source place = locate(parsed_.source, open.offset, open.length, "");
      fail_at(current(),
              "unexpected end of template: '" + std::string(opened_by) + "' of line " + std::to_string(place.line) +
                  " is not closed",
              "it ends with '{% end" + std::string(opened_by) + " %}'");
    }
    const bool at_end = is(TokenKind::block_begin) && std::any_of(ends.begin(), ends.end(), [&](std::string_view end) {
                          return ahead().is_name(end);
                        });
    if (at_end) {
      take();
      break;
    }
    parse_piece(body);
  }
  if (!opened_by.empty()) open_.pop_back();
  return parsed_.arena.keep(body);
}

void Parser::parse_piece(std::vector<Stmt*>& body) {
  const Token token = take();
  if (token.kind == TokenKind::text) return add_text(body, token);
  tag_offset_ = token.offset;
  tag_is_line_ = !token.text.starts_with(options_.block_start);
  if (token.kind == TokenKind::variable_begin) {
    auto* node = make<Output>(StmtKind::output);
    node->value = parse_tuple();
    expect_end(TokenKind::variable_end, "end of print statement");
    body.push_back(add_stmt(node, token));
    return;
  }
  word_ = current();
  const std::uint32_t word = word_.offset;
  Stmt* stmt = parse_statement();
  expect_block_end();
  body.push_back(add_stmt(stmt, token));
  stmt->word_offset = word;
  stmt->is_line = !token.text.starts_with(options_.block_start);
}

Stmt* Parser::add_stmt(Stmt* stmt, const Token& begin) {
  stmt->offset = begin.offset;
  stmt->word_offset = begin.offset;
  // The opening tag alone is what a message underlines.
  const std::size_t end = parsed_.source.find('\n', begin.offset);
  const std::uint32_t line_end = static_cast<std::uint32_t>(end == std::string::npos ? parsed_.source.size() : end);
  stmt->length = std::max<std::uint32_t>(1, std::min(last_end_, line_end) - begin.offset);
  return stmt;
}

void Parser::add_text(std::vector<Stmt*>& body, const Token& token) {
  if (options_.newline_sequence == "\n") {
    auto* node = make<Text>(StmtKind::text);
    node->text = token.text;
    node->offset = token.offset;
    body.push_back(node);
    return;
  }
  // A node a line, so that each keeps its place.
  for (std::size_t start = 0; start < token.text.size();) {
    const std::size_t end = token.text.find('\n', start);
    const bool last = end == std::string_view::npos;
    auto* node = make<Text>(StmtKind::text);
    const std::string_view line = token.text.substr(start, last ? end : end - start);
    node->text = last ? line : parsed_.arena.keep(std::string_view(std::string(line) + options_.newline_sequence));
    node->offset = static_cast<std::uint32_t>(token.offset + start);
    body.push_back(node);
    start = last ? token.text.size() : end + 1;
  }
}

Stmt* Parser::parse_statement() {
  using Rule = Stmt* (Parser::*)();
  static constexpr std::array<std::pair<std::string_view, Rule>, 15> kRules = {{
      {"if", &Parser::parse_if},
      {"for", &Parser::parse_for},
      {"set", &Parser::parse_set},
      {"with", &Parser::parse_with},
      {"macro", &Parser::parse_macro},
      {"call", &Parser::parse_call_block},
      {"filter", &Parser::parse_filter_block},
      {"include", &Parser::parse_include},
      {"import", &Parser::parse_import},
      {"from", &Parser::parse_from},
      {"extends", &Parser::parse_extends},
      {"block", &Parser::parse_block},
      {"autoescape", &Parser::parse_autoescape},
      {"print", &Parser::parse_print},
      {"do", &Parser::parse_do},
  }};
  check();
  if (!is(TokenKind::name)) fail_at(current(), "tag name expected");
  const Token name = current();
  if (options_.extension_loopcontrols && (name.text == "break" || name.text == "continue")) {
    take();
    return parse_loop_control(name.text == "break" ? StmtKind::stop : StmtKind::next);
  }
  for (const auto& [tag, rule] : kRules) {
    if (name.text != tag || (tag == "do" && !options_.extension_do)) continue;
    take();
    return (this->*rule)();
  }
  unknown_tag(name);
}

void Parser::unknown_tag(const Token& name) {
  static const std::vector<std::string> kTags = {
      "if",      "elif",    "else",     "endif",    "for",        "endfor",        "set",       "endset",  "with",
      "endwith", "macro",   "endmacro", "call",     "endcall",    "filter",        "endfilter", "include", "import",
      "from",    "extends", "block",    "endblock", "autoescape", "endautoescape", "raw",       "endraw"};
  std::string hint;
  std::string message = "encountered unknown tag '" + std::string(name.text) + "'";
  if (!open_.empty()) {
    const Open& open = open_.back();
    hint = "the innermost block that needs to be closed is '" + std::string(open.tag) + "' of line " +
           std::to_string(locate(parsed_.source, open.offset, 1, "").line);
  }
  if (name.text == "elseif") hint = "Jinja writes 'elif'";
  if (hint.empty()) hint = did_you_mean(name.text, kTags);
  fail_at(name, std::move(message), std::move(hint));
}

void Parser::expect_block_end() { expect_end(TokenKind::block_end, "end of statement block"); }

// A colon is allowed before a body, as in Python.
void Parser::begin_body() {
  skip_symbol(":");
  expect_block_end();
}

// "if" tuple body ("elif" tuple body)* ["else" body] "endif"
Stmt* Parser::parse_if() {
  auto* node = make<If>(StmtKind::conditional);
  std::vector<Branch> branches;
  for (;;) {
    Expr* test = parse_tuple(Conditionals::excluded);
    begin_body();
    branches.push_back({test, parse_body({"elif", "else", "endif"}, "if")});
    if (take().text != "elif") break;
  }
  if (lexed_.tokens[place_ - 1].text == "else") {
    begin_body();
    node->otherwise = parse_body({"endif"}, "if");
    take();
  }
  node->branches = parsed_.arena.keep(branches);
  return node;
}

// "for" target "in" tuple ["if" expression] ["recursive"] body ["else" body] "endfor"
Stmt* Parser::parse_for() {
  auto* node = make<For>(StmtKind::loop);
  node->target = parse_target(false);
  check();
  if (!skip_name("in")) unexpected("'in'");
  node->iterable = parse_tuple(Conditionals::excluded);
  if (skip_name("if")) node->filter = parse_expression();
  node->recursive = skip_name("recursive");
  begin_body();
  node->body = parse_body({"else", "endfor"}, "for");
  if (take().text == "else") {
    begin_body();
    node->otherwise = parse_body({"endfor"}, "for");
    take();
  }
  return node;
}

// "set" target "=" tuple | "set" target ["|" filters] body "endset"
Stmt* Parser::parse_set() {
  Target* target = parse_target(true);
  if (skip_symbol("=")) {
    auto* node = make<Set>(StmtKind::set);
    node->target = target;
    node->value = parse_tuple();
    return node;
  }
  auto* node = make<SetBlock>(StmtKind::set_block);
  node->target = target;
  if (skip_symbol("|")) node->filters = parse_filter_chain();
  begin_body();
  node->body = parse_body({"endset"}, "set");
  take();
  return node;
}

// "with" [target "=" expression ("," ...)*] body "endwith"
Stmt* Parser::parse_with() {
  auto* node = make<With>(StmtKind::with);
  std::vector<Target*> targets;
  std::vector<Expr*> values;
  while (!is(TokenKind::block_end)) {
    if (!targets.empty()) expect_symbol(",");
    targets.push_back(parse_target(false));
    expect_symbol("=");
    values.push_back(parse_expression());
  }
  node->targets = parsed_.arena.keep(targets);
  node->values = parsed_.arena.keep(values);
  begin_body();
  node->body = parse_body({"endwith"}, "with");
  take();
  return node;
}

// "(" [name ["=" expression] ("," ...)*] ")"
void Parser::parse_parameters(MacroDefinition* definition) {
  std::vector<Parameter> parameters;
  expect_symbol("(");
  while (!is_symbol(")")) {
    if (!parameters.empty()) expect_symbol(",");
    const Token name = current();
    Parameter parameter{parse_name_target(), nullptr};
    for (const Parameter& other : parameters) {
      if (*other.target->name == *parameter.target->name) {
        fail_at(name, "duplicate argument '" + std::string(name.text) + "' in macro definition");
      }
    }
    if (skip_symbol("=")) {
      parameter.otherwise = parse_expression();
    } else if (!parameters.empty() && parameters.back().otherwise != nullptr) {
      fail_at(name, "non-default argument follows default argument");
    }
    parameters.push_back(parameter);
  }
  expect_symbol(")");
  definition->parameters = parsed_.arena.keep(parameters);
}

// "macro" name parameters body "endmacro"
Stmt* Parser::parse_macro() {
  auto* node = make<Macro>(StmtKind::macro);
  const Token name = current();
  node->target = parse_name_target();
  auto* definition = parsed_.arena.make<MacroDefinition>();
  definition->name = node->target->name;
  definition->offset = name.offset;
  definition->length = name.length();
  node->definition = definition;
  parse_parameters(definition);
  begin_body();
  definition->body = parse_body({"endmacro"}, "macro");
  take();
  return node;
}

// "call" [parameters] call body "endcall"
Stmt* Parser::parse_call_block() {
  auto* node = make<CallBlock>(StmtKind::call_block);
  auto* definition = parsed_.arena.make<MacroDefinition>();
  definition->offset = tag_offset_;
  node->definition = definition;
  if (is_symbol("(")) parse_parameters(definition);
  const Token at = current();
  Expr* call = parse_expression();
  if (call->kind != ExprKind::call) fail_at(at, "expected call", "a call block calls a macro: {% call name() %}");
  node->call = static_cast<Call*>(call);
  begin_body();
  definition->body = parse_body({"endcall"}, "call");
  take();
  return node;
}

// "filter" filters body "endfilter"
Stmt* Parser::parse_filter_block() {
  auto* node = make<FilterBlock>(StmtKind::filter_block);
  node->filters = parse_filter_chain();
  begin_body();
  node->body = parse_body({"endfilter"}, "filter");
  take();
  return node;
}

Stmt* Parser::parse_do() {
  auto* node = make<Evaluate>(StmtKind::evaluate);
  node->value = parse_tuple();
  return node;
}

// "print" expression ("," expression)*
Stmt* Parser::parse_print() {
  auto* node = make<If>(StmtKind::conditional);
  std::vector<Stmt*> outputs;
  while (!is(TokenKind::block_end)) {
    if (!outputs.empty()) expect_symbol(",");
    const Token at = current();
    auto* output = make<Output>(StmtKind::output);
    output->value = parse_expression();
    output->is_line = tag_is_line_;
    outputs.push_back(add_stmt(output, at));
  }
  node->otherwise = parsed_.arena.keep(outputs);
  return node;
}

// ["with" "context" | "without" "context"]
bool Parser::parse_import_context(bool otherwise) {
  const bool said = (is_name("with") || is_name("without")) && ahead().is_name("context");
  if (!said) return otherwise;
  const bool with = take().text == "with";
  take();
  return with;
}

// "include" expression ["ignore" "missing"] [context]
Stmt* Parser::parse_include() {
  auto* node = make<Include>(StmtKind::include);
  node->name = parse_expression();
  if (is_name("ignore") && ahead().is_name("missing")) {
    take();
    take();
    node->ignore_missing = true;
  }
  node->with_context = parse_import_context(true);
  return node;
}

// "import" expression "as" name [context]
Stmt* Parser::parse_import() {
  auto* node = make<Import>(StmtKind::import);
  node->name = parse_expression();
  check();
  if (!skip_name("as")) unexpected("'as'");
  node->target = parse_name_target();
  node->with_context = parse_import_context(false);
  return node;
}

// "from" expression "import" name ["as" name] ("," ...)* [","] [context]
Stmt* Parser::parse_from() {
  auto* node = make<FromImport>(StmtKind::from_import);
  node->name = parse_expression();
  check();
  if (!skip_name("import")) unexpected("'import'");
  parse_imported_names(node);
  return node;
}

void Parser::parse_imported_names(FromImport* node) {
  std::vector<ImportedName> names;
  const auto context_follows = [&] { return (is_name("with") || is_name("without")) && ahead().is_name("context"); };
  for (;;) {
    if (!names.empty()) expect_symbol(",");
    if (!is(TokenKind::name)) expect_name();
    if (context_follows()) break;
    const Token name = current();
    if (name.text.starts_with('_')) {
      fail_at(name, "names starting with an underline can not be imported", {}, type::kAssertion);
    }
    Target* target = parse_name_target();
    const Value* imported = target->name;
    if (skip_name("as")) target = parse_name_target();
    names.push_back({imported, target});
    if (context_follows() || !is_symbol(",")) break;
  }
  node->with_context = parse_import_context(false);
  node->names = parsed_.arena.keep(names);
}

Stmt* Parser::parse_extends() {
  auto* node = make<Extends>(StmtKind::extends);
  node->name = parse_expression();
  return node;
}

// "block" name ["scoped"] ["required"] body "endblock" [name]
Stmt* Parser::parse_block() {
  auto* node = make<Block>(StmtKind::block);
  const Token word = word_;
  const Token name = expect_name();
  node->name = parsed_.keep(Value(name.text));
  node->name_offset = name.offset;
  if (is_symbol("-")) {
    fail_at(current(), "block names in Jinja have to be valid identifiers and may not contain hyphens",
            "use an underscore instead");
  }
  node->is_scoped = skip_name("scoped");
  node->is_required = skip_name("required");
  for (const Block* other : parsed_.blocks) {
    if (*other->name == *node->name) {
      // Jinja2 names the line of the tag's name.
      const Token& at = is_one_line(word.offset, name.offset) ? name : word;
      later([&] { fail_at(at, "block '" + std::string(name.text) + "' defined twice", {}, type::kAssertion); });
    }
  }
  parsed_.blocks.push_back(node);
  begin_body();
  const bool before = std::exchange(joins_plain_, false);
  node->body = parse_body({"endblock"}, "block");
  joins_plain_ = before;
  take();
  node->end = last_end_;
  if (node->is_required) check_required(node);
  if (is(TokenKind::name)) {
    const Token end = take();
    if (end.text != name.text) {
      fail_at(end, "unexpected '" + std::string(end.text) + "', expected '" + std::string(name.text) + "'");
    }
  }
  return node;
}

void Parser::check_required(const Block* block) {
  for (const Stmt* stmt : block->body) {
    const bool blank = stmt->kind == StmtKind::text &&
                       static_cast<const Text*>(stmt)->text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
    if (!blank) fail_at(current(), "required blocks can only contain comments or whitespace");
  }
}

namespace {

// Whether Jinja2 knows its value when it compiles.
bool is_constant(const Expr& expr) {
  if (expr.kind == ExprKind::name || expr.kind == ExprKind::call) return false;
  bool constant = true;
  for_each_operand(expr, [&](const Expr& operand) { constant = constant && is_constant(operand); });
  return constant;
}

}  // namespace

// "autoescape" expression body "endautoescape". Where only the render can tell whether to escape, Jinja2 compiles `~`
// to what never does.
Stmt* Parser::parse_autoescape() {
  auto* node = make<Autoescape>(StmtKind::autoescape);
  node->enabled = parse_expression();
  begin_body();
  const bool before = std::exchange(joins_plain_, joins_plain_ || !is_constant(*node->enabled));
  node->body = parse_body({"endautoescape"}, "autoescape");
  joins_plain_ = before;
  take();
  return node;
}

Stmt* Parser::parse_loop_control(StmtKind kind) { return make<Stmt>(kind); }

}  // namespace sailmaker::jinja
