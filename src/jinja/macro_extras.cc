#include "jinja/macro_extras.h"

#include <string_view>

#include "jinja/walk.h"

namespace sailmaker::jinja {

namespace {

class Search {
 public:
  void visit(Body body) {
    for (const Stmt* stmt : body) visit(*stmt);
  }

  MacroExtras found() const { return {caller_.read, varargs_.read, kwargs_.read}; }

 private:
  struct Extra {
    bool hidden = false;
    bool read = false;
  };

  // A statement's own names, and its parts where Jinja2 has them in another order than for_each_part().
  void visit(const Stmt& stmt) {
    switch (stmt.kind) {
      case StmtKind::block: return;
      case StmtKind::loop: return loop(static_cast<const For&>(stmt));
      case StmtKind::macro: return definition(*static_cast<const Macro&>(stmt).definition);
      case StmtKind::call_block: {
        const auto& call = static_cast<const CallBlock&>(stmt);
        visit(*call.call);
        return definition(*call.definition);
      }
      case StmtKind::filter_block: {
        const auto& filtered = static_cast<const FilterBlock&>(stmt);
        visit(filtered.body);
        return visit(*filtered.filters);
      }
      case StmtKind::set: hide(static_cast<const Set&>(stmt).target); break;
      case StmtKind::set_block: hide(static_cast<const SetBlock&>(stmt).target); break;
      case StmtKind::with:
        for (const Target* target : static_cast<const With&>(stmt).targets) hide(target);
        break;
      default: break;
    }
    for_each_part(
        stmt, [this](const Expr& expr) { visit(expr); }, [this](const Stmt& part) { visit(part); });
  }

  void loop(const For& stmt) {
    hide(stmt.target);
    visit(*stmt.iterable);
    visit(stmt.body);
    visit(stmt.otherwise);
    if (stmt.filter != nullptr) visit(*stmt.filter);
  }

  void definition(const MacroDefinition& macro) {
    for (const Parameter& parameter : macro.parameters) hide(parameter.target);
    for (const Parameter& parameter : macro.parameters) {
      if (parameter.otherwise != nullptr) visit(*parameter.otherwise);
    }
    visit(macro.body);
  }

  void visit(const Expr& expr) {
    if (expr.kind == ExprKind::name) {
      Extra* extra = extra_of(static_cast<const Name&>(expr).name);
      if (extra != nullptr && !extra->hidden) extra->read = true;
    }
    for_each_operand(expr, [this](const Expr& operand) { visit(operand); });
  }

  void hide(const Target* target) {
    for (const Target* item : target->items) hide(item);
    Extra* extra = target->kind == TargetKind::name ? extra_of(target->name->as_string()) : nullptr;
    if (extra != nullptr) extra->hidden = true;
  }

  Extra* extra_of(std::string_view name) {
    return name == "caller" ? &caller_ : name == "varargs" ? &varargs_ : name == "kwargs" ? &kwargs_ : nullptr;
  }

  Extra caller_, varargs_, kwargs_;
};

}  // namespace

MacroExtras extras_of(Body body) {
  Search search;
  search.visit(body);
  return search.found();
}

}  // namespace sailmaker::jinja
