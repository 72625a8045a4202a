#include "jinja/definitions.h"

#include <algorithm>
#include <limits>

#include "jinja/parser.h"
#include "jinja/walk.h"

namespace sailmaker::jinja {

namespace {

constexpr std::uint32_t kOpen = std::numeric_limits<std::uint32_t>::max();

template <typename Node>
const Node& as(const Stmt& stmt) {
  return static_cast<const Node&>(stmt);
}

std::string_view text_of(const Value* name) { return name == nullptr ? std::string_view() : name->as_string(); }

}  // namespace

Definitions::Definitions(const Parsed& parsed) { add_body(parsed.root.body); }

void Definitions::add_body(Body body) {
  for (const Stmt* stmt : body) add(*stmt);
}

void Definitions::add(const Expr& expr) {
  seen_ = std::max(seen_, expr.offset + expr.length);
  expressions_.push_back(&expr);
  for_each_operand(expr, [this](const Expr& operand) { add(operand); });
}

void Definitions::add_targets(Definition::Kind kind, const Target* target, const Expr* value, std::uint32_t begin,
                              std::string_view member) {
  if (target == nullptr) return;
  if (target->kind == TargetKind::name) {
    definitions_.push_back({kind, text_of(target->name), begin, kOpen, value, nullptr, 0, member});
  }
  for (const Target* item : target->items) add_targets(kind, item, value, begin);
}

// What was defined since `first` and is still open counts no further than `end`.
void Definitions::close(std::size_t first, std::uint32_t end) {
  for (std::size_t i = first; i < definitions_.size(); ++i) definitions_[i].end = std::min(definitions_[i].end, end);
}

void Definitions::add_macro(const Stmt& stmt, const MacroDefinition& macro) {
  const std::size_t first = definitions_.size();
  for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
    const Parameter& parameter = macro.parameters[i];
    definitions_.push_back({Definition::Kind::parameter,
                            text_of(parameter.target->name),
                            stmt.offset,
                            kOpen,
                            parameter.otherwise,
                            &macro,
                            i,
                            {}});
  }
  for_each_part(
      stmt, [this](const Expr& expr) { add(expr); }, [this](const Stmt& inner) { add(inner); });
  close(first, seen_);
}

void Definitions::add(const Stmt& stmt) {
  using Kind = Definition::Kind;
  seen_ = std::max(seen_, stmt.offset + stmt.length);
  const auto inside = [&] {
    for_each_part(
        stmt, [this](const Expr& expr) { add(expr); }, [this](const Stmt& inner) { add(inner); });
  };
  const std::size_t first = definitions_.size();
  switch (stmt.kind) {
    case StmtKind::set: add_targets(Kind::set, as<Set>(stmt).target, as<Set>(stmt).value, stmt.offset); break;
    case StmtKind::set_block: inside(); return add_targets(Kind::set, as<SetBlock>(stmt).target, nullptr, stmt.offset);
    case StmtKind::loop:
      add_targets(Kind::loop, as<For>(stmt).target, as<For>(stmt).iterable, stmt.offset);
      definitions_.push_back({Kind::loop, "loop", stmt.offset, kOpen, nullptr, nullptr, 0, {}});
      inside();
      return close(first, seen_);
    case StmtKind::with:
      for (std::size_t i = 0; i < as<With>(stmt).targets.size(); ++i)
        add_targets(Kind::set, as<With>(stmt).targets[i], as<With>(stmt).values[i], stmt.offset);
      inside();
      return close(first, seen_);
    case StmtKind::macro:
      add_targets(Kind::macro, as<Macro>(stmt).target, nullptr, 0);
      return add_macro(stmt, *as<Macro>(stmt).definition);
    case StmtKind::call_block: return add_macro(stmt, *as<CallBlock>(stmt).definition);
    case StmtKind::import: add_targets(Kind::import, as<Import>(stmt).target, as<Import>(stmt).name, 0); break;
    case StmtKind::from_import:
      for (const ImportedName& name : as<FromImport>(stmt).names)
        add_targets(Kind::import, name.target, as<FromImport>(stmt).name, 0, text_of(name.name));
      break;
    default: break;
  }
  inside();
}

const Definition* Definitions::find(std::string_view name, std::uint32_t offset) const {
  const Definition* found = nullptr;
  for (const Definition& each : definitions_) {
    if (each.name != name || offset < each.begin || offset > each.end) continue;
    if (found == nullptr || each.begin >= found->begin) found = &each;
  }
  return found;
}

const Expr* Definitions::expression_at(std::uint32_t offset, std::uint32_t length) const {
  const auto found = std::find_if(expressions_.begin(), expressions_.end(),
                                  [&](const Expr* expr) { return expr->offset == offset && expr->length == length; });
  return found == expressions_.end() ? nullptr : *found;
}

}  // namespace sailmaker::jinja
