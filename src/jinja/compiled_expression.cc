#include "jinja/compiled_expression.h"

#include <algorithm>
#include <utility>

namespace sailmaker::jinja {

namespace {

// Walks an expression and notes the longest chains of constant steps that begin with a name of the context.
class Reads {
 public:
  explicit Reads(const std::vector<std::string>& names) : names_(names) {}

  void visit(const Expr* node) {
    if (node == nullptr) return;
    Path path;
    if (chain(*node, path)) return note(std::move(path));
    visit_parts(*node);
  }
  std::vector<Path> take() { return std::move(found_); }

 private:
  // True when the node is a name, or attributes and keys of one; `path` is then the way.
  static bool chain(const Expr& node, Path& path) {
    if (node.kind == ExprKind::name) return path.emplace_back(std::string(as<Name>(node).name)), true;
    if (node.kind == ExprKind::attribute) {
      const auto& attribute = as<Attribute>(node);
      if (!chain(*attribute.base, path)) return false;
      return path.emplace_back(std::string(attribute.key->as_string())), true;
    }
    if (node.kind != ExprKind::item || as<Item>(node).index->kind != ExprKind::constant) return false;
    const Value& index = *as<Constant>(*as<Item>(node).index).value;
    const bool is_place = index.is_integer() && index.as_integer() >= 0;
    if ((!index.is_string() && !is_place) || !chain(*as<Item>(node).base, path)) return false;
    if (is_place) return path.emplace_back(static_cast<std::size_t>(index.as_integer())), true;
    return path.emplace_back(std::string(index.as_string())), true;
  }

  void note(Path path) {
    const bool is_known = std::find(names_.begin(), names_.end(), std::get<std::string>(path[0])) != names_.end();
    if (is_known && std::find(found_.begin(), found_.end(), path) == found_.end()) found_.push_back(std::move(path));
  }

  void visit_arguments(const CallArguments& arguments) {
    for (const Expr* argument : arguments.positional) visit(argument);
    for (const KeywordExpr& keyword : arguments.keywords) visit(keyword.value);
    visit(arguments.star);
    visit(arguments.star_star);
  }

  // A method is no part of what it is called on.
  void visit_callee(const Expr& callee) {
    visit(callee.kind == ExprKind::attribute ? as<Attribute>(callee).base : &callee);
  }

  void visit_all(std::initializer_list<const Expr*> nodes) {
    for (const Expr* node : nodes) visit(node);
  }

  void visit_parts(const Expr& node) {
    switch (node.kind) {
      case ExprKind::constant:
      case ExprKind::name: return;
      case ExprKind::attribute: return visit(as<Attribute>(node).base);
      case ExprKind::item: return visit_all({as<Item>(node).base, as<Item>(node).index});
      case ExprKind::slice: {
        const auto& slice = as<SliceExpr>(node);
        return visit_all({slice.base, slice.start, slice.stop, slice.step});
      }
      case ExprKind::call: visit_callee(*as<Call>(node).callee); return visit_arguments(as<Call>(node).arguments);
      case ExprKind::filter: visit(as<FilterExpr>(node).input); return visit_arguments(as<FilterExpr>(node).arguments);
      case ExprKind::test: visit(as<TestExpr>(node).input); return visit_arguments(as<TestExpr>(node).arguments);
      case ExprKind::negate:
      case ExprKind::plus:
      case ExprKind::invert: return visit(as<Unary>(node).operand);
      case ExprKind::compare:
        visit(as<Compare>(node).left);
        for (const Comparison& next : as<Compare>(node).rest) visit(next.operand);
        return;
      case ExprKind::concat:
      case ExprKind::list:
      case ExprKind::tuple:
        for (const Expr* item : as<Sequence>(node).items) visit(item);
        return;
      case ExprKind::conditional: {
        const auto& choice = as<Conditional>(node);
        return visit_all({choice.yes, choice.test, choice.no});
      }
      case ExprKind::map:
        for (std::size_t i = 0; i < as<MapExpr>(node).keys.size(); ++i) {
          visit_all({as<MapExpr>(node).keys[i], as<MapExpr>(node).values[i]});
        }
        return;
      default: return visit_all({as<Binary>(node).left, as<Binary>(node).right});
    }
  }

  template <typename T>
  static const T& as(const Expr& node) {
    return static_cast<const T&>(node);
  }

  const std::vector<std::string>& names_;
  std::vector<Path> found_;
};

}  // namespace

CompiledExpression::CompiledExpression(std::shared_ptr<const CompiledTemplate> home) : home_(std::move(home)) {
  Reads reads(home_->resolution().undeclared);
  reads.visit(static_cast<const Evaluate&>(*home_->parsed().root.body.front()).value);
  reads_ = reads.take();
}

}  // namespace sailmaker::jinja
