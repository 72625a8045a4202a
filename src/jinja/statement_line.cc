#include "jinja/statement_line.h"

#include <algorithm>

#include "jinja/walk.h"

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// The token behind an operand and the brackets around it: an operator, a dot, an opening bracket.
std::uint32_t behind(const Expr& operand, std::string_view source) {
  const std::size_t end = source.find_first_not_of(" \t\r\n)", operand.offset + operand.length);
  return static_cast<std::uint32_t>(std::min(end, source.size()));
}

std::uint32_t begin_of(const Expr& expr) {
  std::uint32_t begin = expr.offset;
  for_each_operand(expr, [&](const Expr& operand) { begin = std::min(begin, begin_of(operand)); });
  return begin;
}

// The first of the brackets before an expression, or the expression.
std::uint32_t opening_of(const Expr& expr, std::string_view source) {
  std::uint32_t found = begin_of(expr);
  for (std::uint32_t i = found; i > 0; --i) {
    const char before = source[i - 1];
    if (before == '(') found = i - 1;
    if (std::string_view("( \t\r\n").find(before) == npos) break;
  }
  return found;
}

// Operators of one level stand in one loop of Jinja2's parser, which takes the line of each operator but the first.
int level_of(ExprKind kind) {
  switch (kind) {
    case ExprKind::logical_or: return 1;
    case ExprKind::logical_and: return 2;
    case ExprKind::add:
    case ExprKind::subtract: return 3;
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::floor_divide:
    case ExprKind::modulo: return 4;
    case ExprKind::power: return 5;
    default: return 0;
  }
}

std::uint32_t of_binary(const Binary& node, std::string_view source) {
  if (level_of(node.left->kind) != level_of(node.kind)) return node.offset;
  const std::uint32_t end = node.left->offset + node.left->length;
  const std::uint32_t at = behind(*node.left, source);
  const bool bracketed = source.substr(end, at - end).find(')') != npos;
  return bracketed ? node.offset : at;
}

// Jinja2 takes the line of what follows the last operand and the brackets around that.
std::uint32_t of_compare(const Compare& node, std::string_view source, bool ends_with_line) {
  const Expr& last = *node.rest.back().operand;
  std::size_t open = 0;
  for (std::size_t i = begin_of(last); i > 0 && std::string_view("( \t\r\n").find(source[i - 1]) != npos; --i) {
    if (source[i - 1] == '(') ++open;
  }
  const auto blanks = [&] { return std::string_view(open == 0 && ends_with_line ? " \t" : " \t\r\n"); };
  std::size_t at = source.find_first_not_of(blanks(), last.offset + last.length);
  while (open > 0 && at < source.size() && source[at] == ')') {
    --open;
    at = source.find_first_not_of(blanks(), at + 1);
  }
  return static_cast<std::uint32_t>(std::min(at, source.size()));
}

// The line of the last comma.
std::uint32_t of_tuple(const Sequence& node, std::string_view source) {
  if (node.items.empty()) return node.offset;
  const std::uint32_t trailing = behind(*node.items.back(), source);
  if (trailing < node.offset + node.length && source[trailing] == ',') return trailing;
  return node.items.size() > 1 ? behind(*node.items[node.items.size() - 2], source) : node.offset;
}

std::uint32_t of_filter(const FilterExpr& node, std::string_view source) {
  if (node.input == nullptr) return node.offset;
  const std::size_t name = source.find_first_not_of("| \t\r\n", behind(*node.input, source));
  return static_cast<std::uint32_t>(std::min(name, source.size()));
}

std::uint32_t of_expression(const Expr& node, std::string_view source, bool ends_with_line) {
  switch (node.kind) {
    case ExprKind::attribute: return behind(*static_cast<const Attribute&>(node).base, source);
    case ExprKind::item: return behind(*static_cast<const Item&>(node).base, source);
    case ExprKind::slice: return behind(*static_cast<const SliceExpr&>(node).base, source);
    case ExprKind::call: return behind(*static_cast<const Call&>(node).callee, source);
    case ExprKind::test: return behind(*static_cast<const TestExpr&>(node).input, source);
    case ExprKind::compare: return of_compare(static_cast<const Compare&>(node), source, ends_with_line);
    case ExprKind::tuple: return of_tuple(static_cast<const Sequence&>(node), source);
    case ExprKind::filter: return of_filter(static_cast<const FilterExpr&>(node), source);
    case ExprKind::invert: {
      const Expr& operand = *static_cast<const Unary&>(node).operand;
      return operand.offset <= node.offset ? of_expression(operand, source, ends_with_line)
                                           : node.offset;  // "x is not y"
    }
    default: return level_of(node.kind) > 0 ? of_binary(static_cast<const Binary&>(node), source) : node.offset;
  }
}

}  // namespace

std::uint32_t reported_offset(const Stmt& stmt, std::string_view source, std::uint32_t offset) {
  switch (stmt.kind) {
    case StmtKind::output: return of_expression(*static_cast<const Output&>(stmt).value, source, stmt.is_line);
    case StmtKind::conditional: {
      std::uint32_t found = stmt.word_offset;
      for (const Branch& branch : static_cast<const If&>(stmt).branches.subspan(1)) {
        if (begin_of(*branch.test) <= offset) found = opening_of(*branch.test, source);
      }
      return found;
    }
    case StmtKind::loop: {
      const Expr* filter = static_cast<const For&>(stmt).filter;
      if (filter == nullptr) return stmt.word_offset;
      // With a filter, it is the filter that goes through the elements.
      const bool inside = begin_of(*filter) <= offset && offset < filter->offset + filter->length;
      return inside || offset == stmt.offset ? of_expression(*filter, source, stmt.is_line) : stmt.word_offset;
    }
    default: return stmt.word_offset;
  }
}

std::uint32_t begin_of_function(const Parsed& parsed, std::uint32_t offset) {
  std::uint32_t found = 0;
  for (const Block* block : parsed.blocks) {
    if (block->offset <= offset && offset < block->end) found = std::max(found, block->word_offset);
  }
  return found;
}

}  // namespace sailmaker::jinja
