#include "jinja/scope_names.h"

namespace sailmaker::jinja {

namespace {

// Goes down the statements that the offset lies in. What a scope sets counts from its statement on; an `if` is no
// scope.
class Walk {
 public:
  explicit Walk(std::uint32_t offset) : offset_(offset) {}

  void unit(const Unit& unit) {
    const Unit* before = std::exchange(unit_, &unit);
    body(unit.body);
    unit_ = before;
  }

  std::vector<ScopeName> take() { return std::move(found_); }

 private:
  void body(Body statements) {
    const Stmt* last = nullptr;
    for (const Stmt* stmt : statements) {
      if (stmt->offset > offset_) break;
      if (last != nullptr) sets(*last);
      last = stmt;
    }
    if (last != nullptr) inside(*last);
  }

  void target(const Target& target) {
    if (target.kind == TargetKind::name) found_.push_back({unit_, target.name, target.slot});
    for (const Target* item : target.items) this->target(*item);
  }

  void all_set(Body statements) {
    for (const Stmt* stmt : statements) sets(*stmt);
  }

  // What stands behind the statement sees these.
  void sets(const Stmt& stmt) {
    switch (stmt.kind) {
      case StmtKind::set: return target(*static_cast<const Set&>(stmt).target);
      case StmtKind::set_block: return target(*static_cast<const SetBlock&>(stmt).target);
      case StmtKind::macro: return target(*static_cast<const Macro&>(stmt).target);
      case StmtKind::import: return target(*static_cast<const Import&>(stmt).target);
      case StmtKind::from_import:
        for (const ImportedName& name : static_cast<const FromImport&>(stmt).names) target(*name.target);
        return;
      case StmtKind::conditional:
        for (const Branch& branch : static_cast<const If&>(stmt).branches) all_set(branch.body);
        return all_set(static_cast<const If&>(stmt).otherwise);
      default: return;
    }
  }

  void inside(const Stmt& stmt) {
    switch (stmt.kind) {
      case StmtKind::conditional:
        for (const Branch& branch : static_cast<const If&>(stmt).branches) body(branch.body);
        return body(static_cast<const If&>(stmt).otherwise);
      case StmtKind::loop: return loop(static_cast<const For&>(stmt));
      case StmtKind::set_block: return body(static_cast<const SetBlock&>(stmt).body);
      case StmtKind::with:
        for (const Target* each : static_cast<const With&>(stmt).targets) target(*each);
        return body(static_cast<const With&>(stmt).body);
      case StmtKind::filter_block: return body(static_cast<const FilterBlock&>(stmt).body);
      case StmtKind::autoescape: return body(static_cast<const Autoescape&>(stmt).body);
      case StmtKind::macro: return macro(*static_cast<const Macro&>(stmt).definition);
      case StmtKind::call_block: return macro(*static_cast<const CallBlock&>(stmt).definition);
      case StmtKind::block: return unit(static_cast<const Block&>(stmt));
      default: return;
    }
  }

  void loop(const For& node) {
    static const Value kLoop("loop");
    target(*node.target);
    if (node.uses_loop) found_.push_back({unit_, &kLoop, node.loop_slot});
    body(node.body);
    body(node.otherwise);
  }

  void macro(const MacroDefinition& definition) {
    const Unit* before = std::exchange(unit_, &definition);
    for (const Parameter& parameter : definition.parameters) target(*parameter.target);
    unit_ = before;
    unit(definition);
  }

  const std::uint32_t offset_;
  const Unit* unit_ = nullptr;
  std::vector<ScopeName> found_;
};

}  // namespace

std::vector<ScopeName> names_in_scope(const Parsed& parsed, std::uint32_t offset) {
  Walk walk(offset);
  walk.unit(parsed.root);
  return walk.take();
}

}  // namespace sailmaker::jinja
