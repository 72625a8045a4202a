#include "jinja/statement_line.h"

#include <algorithm>

namespace sailmaker::jinja {

namespace {

// The token behind an operand and the brackets around it: an operator, a dot, an opening bracket.
std::uint32_t behind(const Expr& operand, std::string_view source) {
  const std::size_t end = source.find_first_not_of(" \t\r\n)", operand.offset + operand.length);
  return static_cast<std::uint32_t>(std::min(end, source.size()));
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
  const bool bracketed = source.substr(end, at - end).find(')') != std::string_view::npos;
  return bracketed ? node.offset : at;
}

std::uint32_t of_filter(const FilterExpr& node, std::string_view source) {
  if (node.input == nullptr) return node.offset;
  const std::size_t name = source.find_first_not_of("| \t\r\n", behind(*node.input, source));
  return static_cast<std::uint32_t>(std::min(name, source.size()));
}

std::uint32_t of_expression(const Expr& node, std::string_view source) {
  switch (node.kind) {
    case ExprKind::attribute: return behind(*static_cast<const Attribute&>(node).base, source);
    case ExprKind::item: return behind(*static_cast<const Item&>(node).base, source);
    case ExprKind::slice: return behind(*static_cast<const SliceExpr&>(node).base, source);
    case ExprKind::call: return behind(*static_cast<const Call&>(node).callee, source);
    case ExprKind::test: return behind(*static_cast<const TestExpr&>(node).input, source);
    case ExprKind::filter: return of_filter(static_cast<const FilterExpr&>(node), source);
    case ExprKind::invert: {
      const Expr& operand = *static_cast<const Unary&>(node).operand;
      return operand.offset <= node.offset ? of_expression(operand, source) : node.offset;  // "x is not y"
    }
    default: return level_of(node.kind) > 0 ? of_binary(static_cast<const Binary&>(node), source) : node.offset;
  }
}

}  // namespace

std::uint32_t reported_offset(const Stmt& stmt, std::string_view source, std::uint32_t offset) {
  switch (stmt.kind) {
    case StmtKind::output: return of_expression(*static_cast<const Output&>(stmt).value, source);
    case StmtKind::conditional: {
      std::uint32_t found = stmt.offset;
      for (const Branch& branch : static_cast<const If&>(stmt).branches.subspan(1)) {
        if (branch.test->offset <= offset) found = branch.test->offset;
      }
      return found;
    }
    case StmtKind::loop: {
      const Expr* filter = static_cast<const For&>(stmt).filter;
      const bool inside = filter != nullptr && filter->offset <= offset && offset < filter->offset + filter->length;
      return inside ? of_expression(*filter, source) : stmt.offset;
    }
    default: return stmt.offset;
  }
}

}  // namespace sailmaker::jinja
