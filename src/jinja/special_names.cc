#include "jinja/special_names.h"

#include <string_view>
#include <vector>

#include "jinja/walk.h"

namespace sailmaker::jinja {

namespace {

class Search {
 public:
  void visit(Body body) {
    for (const Stmt* stmt : body) visit(*stmt);
  }

  const SpecialNames& found() const { return read_; }

 private:
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

  // The order of an expression's operands does not matter, and nothing bounds how deep they are.
  void visit(const Expr& expr) {
    std::vector<const Expr*> open{&expr};
    while (!open.empty()) {
      const Expr& next = *open.back();
      open.pop_back();
      if (next.kind == ExprKind::name) read(static_cast<const Name&>(next).name);
      for_each_operand(next, [&](const Expr& operand) { open.push_back(&operand); });
    }
  }

  void read(std::string_view name) {
    const bool* hidden = flag_of(hidden_, name);
    if (hidden != nullptr && !*hidden) *flag_of(read_, name) = true;
  }

  void hide(const Target* target) {
    for (const Target* item : target->items) hide(item);
    if (target->kind != TargetKind::name) return;
    if (bool* hidden = flag_of(hidden_, target->name->as_string())) *hidden = true;
  }

  static bool* flag_of(SpecialNames& names, std::string_view name) {
    return name == "caller"    ? &names.caller
           : name == "varargs" ? &names.varargs
           : name == "kwargs"  ? &names.kwargs
           : name == "loop"    ? &names.loop
           : name == "self"    ? &names.self
           : name == "super"   ? &names.super
                               : nullptr;
  }

  SpecialNames read_, hidden_;
};

}  // namespace

SpecialNames special_names_of(Body body) {
  Search search;
  search.visit(body);
  return search.found();
}

namespace {

bool has_scoped_block(const Stmt& stmt) {
  bool found = stmt.kind == StmtKind::block && static_cast<const Block&>(stmt).is_scoped;
  for_each_part(
      stmt, [](const Expr&) {}, [&](const Stmt& part) { found = found || has_scoped_block(part); });
  return found;
}

}  // namespace

bool has_scoped_block(const For& loop) { return has_scoped_block(static_cast<const Stmt&>(loop)); }

}  // namespace sailmaker::jinja
