#include "jinja/walk.h"

namespace sailmaker::jinja {

namespace {

using VisitExpr = std::function<void(const Expr&)>;
using VisitStmt = std::function<void(const Stmt&)>;

template <typename Node, typename Base>
const Node& as(const Base& node) {
  return static_cast<const Node&>(node);
}

void maybe(const Expr* expr, const VisitExpr& visit) {
  if (expr != nullptr) visit(*expr);
}

void all(std::span<Expr* const> exprs, const VisitExpr& visit) {
  for (const Expr* expr : exprs) maybe(expr, visit);
}

void arguments(const CallArguments& arguments, const VisitExpr& visit) {
  all(arguments.positional, visit);
  for (const KeywordExpr& keyword : arguments.keywords) maybe(keyword.value, visit);
  maybe(arguments.star, visit);
  maybe(arguments.star_star, visit);
}

void slice(const SliceExpr& expr, const VisitExpr& visit) {
  maybe(expr.base, visit);
  maybe(expr.start, visit);
  maybe(expr.stop, visit);
  maybe(expr.step, visit);
}

void compare(const Compare& expr, const VisitExpr& visit) {
  maybe(expr.left, visit);
  for (const Comparison& comparison : expr.rest) maybe(comparison.operand, visit);
}

void conditional(const Conditional& expr, const VisitExpr& visit) {
  maybe(expr.yes, visit);
  maybe(expr.test, visit);
  maybe(expr.no, visit);
}

void map(const MapExpr& expr, const VisitExpr& visit) {
  for (std::size_t i = 0; i < expr.keys.size(); ++i) {
    maybe(expr.keys[i], visit);
    maybe(expr.values[i], visit);
  }
}

void body(Body statements, const VisitStmt& visit) {
  for (const Stmt* stmt : statements) visit(*stmt);
}

void definition(const MacroDefinition& macro, const VisitExpr& expression, const VisitStmt& statement) {
  for (const Parameter& parameter : macro.parameters) maybe(parameter.otherwise, expression);
  body(macro.body, statement);
}

void branches(const If& stmt, const VisitExpr& expression, const VisitStmt& statement) {
  for (const Branch& branch : stmt.branches) {
    maybe(branch.test, expression);
    body(branch.body, statement);
  }
  body(stmt.otherwise, statement);
}

void loop(const For& stmt, const VisitExpr& expression, const VisitStmt& statement) {
  maybe(stmt.iterable, expression);
  maybe(stmt.filter, expression);
  body(stmt.body, statement);
  body(stmt.otherwise, statement);
}

}  // namespace

void for_each_operand(const Expr& expr, const VisitExpr& visit) {
  switch (expr.kind) {
    case ExprKind::constant:
    case ExprKind::name: return;
    case ExprKind::attribute: return maybe(as<Attribute>(expr).base, visit);
    case ExprKind::item: return maybe(as<Item>(expr).base, visit), maybe(as<Item>(expr).index, visit);
    case ExprKind::slice: return slice(as<SliceExpr>(expr), visit);
    case ExprKind::call: return maybe(as<Call>(expr).callee, visit), arguments(as<Call>(expr).arguments, visit);
    case ExprKind::filter:
      return maybe(as<FilterExpr>(expr).input, visit), arguments(as<FilterExpr>(expr).arguments, visit);
    case ExprKind::test: return maybe(as<TestExpr>(expr).input, visit), arguments(as<TestExpr>(expr).arguments, visit);
    case ExprKind::negate:
    case ExprKind::plus:
    case ExprKind::invert: return maybe(as<Unary>(expr).operand, visit);
    case ExprKind::compare: return compare(as<Compare>(expr), visit);
    case ExprKind::concat:
    case ExprKind::list:
    case ExprKind::tuple: return all(as<Sequence>(expr).items, visit);
    case ExprKind::conditional: return conditional(as<Conditional>(expr), visit);
    case ExprKind::map: return map(as<MapExpr>(expr), visit);
    default: return maybe(as<Binary>(expr).left, visit), maybe(as<Binary>(expr).right, visit);
  }
}

void for_each_part(const Stmt& stmt, const VisitExpr& expression, const VisitStmt& statement) {
  switch (stmt.kind) {
    case StmtKind::text:
    case StmtKind::stop:
    case StmtKind::next: return;
    case StmtKind::output: return maybe(as<Output>(stmt).value, expression);
    case StmtKind::conditional: return branches(as<If>(stmt), expression, statement);
    case StmtKind::loop: return loop(as<For>(stmt), expression, statement);
    case StmtKind::set: return maybe(as<Set>(stmt).value, expression);
    case StmtKind::set_block:
      return maybe(as<SetBlock>(stmt).filters, expression), body(as<SetBlock>(stmt).body, statement);
    case StmtKind::with: return all(as<With>(stmt).values, expression), body(as<With>(stmt).body, statement);
    case StmtKind::macro: return definition(*as<Macro>(stmt).definition, expression, statement);
    case StmtKind::call_block:
      return maybe(as<CallBlock>(stmt).call, expression),
             definition(*as<CallBlock>(stmt).definition, expression, statement);
    case StmtKind::filter_block:
      return maybe(as<FilterBlock>(stmt).filters, expression), body(as<FilterBlock>(stmt).body, statement);
    case StmtKind::evaluate: return maybe(as<Evaluate>(stmt).value, expression);
    case StmtKind::include: return maybe(as<Include>(stmt).name, expression);
    case StmtKind::import: return maybe(as<Import>(stmt).name, expression);
    case StmtKind::from_import: return maybe(as<FromImport>(stmt).name, expression);
    case StmtKind::extends: return maybe(as<Extends>(stmt).name, expression);
    case StmtKind::block: return body(as<Block>(stmt).body, statement);
    case StmtKind::autoescape:
      return maybe(as<Autoescape>(stmt).enabled, expression), body(as<Autoescape>(stmt).body, statement);
  }
}

}  // namespace sailmaker::jinja
