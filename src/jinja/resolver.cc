#include "jinja/resolver.h"

#include <algorithm>
#include <optional>

#include "base/edit_distance.h"
#include "jinja/failure.h"
#include "jinja/registry.h"
#include "jinja/resolver_scope.h"
#include "jinja/special_names.h"
#include "jinja/stack_guard.h"
#include "jinja/walk.h"

// Walks the nodes once, scope by scope. A scope's names are collected before its nodes are visited, because a macro
// sees names that are set below it. A variable becomes the list of slots that may hold it, innermost first: a slot that
// is not set yet lets the look-up go on outwards, which is what a name set in one branch of an `if` only asks for;
// unless the name is the scope's own, see end_look_up().

namespace sailmaker::jinja {

namespace {

class Resolver {
 public:
  Resolver(Parsed& parsed, const Registry& registry) : parsed_(parsed), registry_(registry) {}

  Resolution run() {
    open(ScopeKind::root, &parsed_.root);
    collect(parsed_.root.body);
    special_ = special_names_of(parsed_.root.body);
    special_.super = false;
    visit(parsed_.root.body);
    close();
    for (Block* block : parsed_.blocks) visit_block_body(block);
    for (const Pending& pending : pending_) end_look_up(pending);
    for (const auto& [scope, visible] : waiting_) *visible = visible_from(scope);
    return std::move(resolution_);
  }

 private:
  // --- scopes ---

  Scope* open(ScopeKind kind, Unit* unit) {
    scopes_.push_back({kind, scope_, unit, nullptr, std::nullopt, nullptr, {}, {}});
    return scope_ = &scopes_.back();
  }
  void close() { scope_ = scope_->parent; }

  std::uint16_t new_slot() {
    if (scope_->unit->slot_count == 0xFFFF)
      throw SyntaxFailure{"too many variables in one template", 0, 1, "", type::kSyntax};
    return scope_->unit->slot_count++;
  }

  Declared& declare(const Value* name) {
    if (Declared* there = scope_->find(*name)) return *there;
    resolution_.declared.emplace_back(name->as_string());
    return scope_->names.emplace_back(Declared{name, new_slot()});
  }

  SlotRange slots_since(std::uint16_t first) const {
    return {first, static_cast<std::uint16_t>(scope_->unit->slot_count - first)};
  }

  // Declares what the statements set in this very scope; `if` opens none.
  void collect(Body body) {
    for (Stmt* stmt : body) {
      switch (stmt->kind) {
        case StmtKind::set: collect(static_cast<Set*>(stmt)->target); break;
        case StmtKind::set_block: collect(static_cast<SetBlock*>(stmt)->target); break;
        case StmtKind::macro: collect(static_cast<Macro*>(stmt)->target); break;
        case StmtKind::import: collect(static_cast<Import*>(stmt)->target); break;
        case StmtKind::from_import:
          for (const ImportedName& name : static_cast<FromImport*>(stmt)->names) collect(name.target);
          break;
        case StmtKind::conditional: {
          auto* node = static_cast<If*>(stmt);
          for (const Branch& branch : node->branches) collect(branch.body);
          collect(node->otherwise);
          break;
        }
        default: break;
      }
    }
  }

  void collect(Target* target) {
    if (target->kind == TargetKind::name) declare(target->name);
    for (Target* item : target->items) collect(item);
  }

  // Fills in a target's slot; from here on its name counts as set.
  void assign(Target* target, bool imported = false) {
    if (target->kind == TargetKind::member) return visit_name(target->space);
    for (Target* item : target->items) assign(item);
    if (target->kind != TargetKind::name) return;
    Declared& declared = declare(target->name);
    declared.set_first = declared.set_first || (!declared.assigned && !soft_ && !scope_->reads(*target->name));
    declared.assigned = true;
    target->slot = declared.slot;
    target->exported = scope_->kind == ScopeKind::root;
    target->imported = imported;
  }

  // Only tags that set variables are refused there.
  void check_no_loop(const Target* target) const {
    for (const Target* item : target->items) check_no_loop(item);
    if (target->kind == TargetKind::name && *target->name == Value("loop") && inside_for()) {
      throw SyntaxFailure{"can't assign to special loop variable", target->offset, target->length,
                          "choose another name", type::kAssertion};
    }
  }

  bool in_loop() const { return find_loop() != nullptr; }

  // Anywhere in a loop, its `else` part and macros and blocks inside it too.
  bool inside_for() const {
    const Scope* s = scope_;
    while (s != nullptr && s->kind != ScopeKind::loop && !s->is_in_loop) s = s->parent;
    return s != nullptr;
  }

  const Scope* find_loop() const {
    const Scope* s = scope_;
    while (s != nullptr && s->kind != ScopeKind::loop) s = s->begins_unit() ? nullptr : s->parent;
    return s;
  }

  // --- names ---

  // `loop` gets its slot when it is first mentioned: one reserved when the scope began, because one taken now would lie
  // among those that an inner scope clears.
  Declared* declare_loop(Scope* scope, const Name& node) {
    if (scope->kind != ScopeKind::loop || node.name != "loop" || !has_loop(*scope)) return nullptr;
    Declared& declared = scope->names.emplace_back(Declared{node.key, scope->loop->loop_slot});
    declared.assigned = true;
    scope->loop->uses_loop = true;
    return &declared;
  }

  static bool has_loop(Scope& scope) {
    if (!scope.has_loop) {
      const For& node = *scope.loop;
      scope.has_loop = node.recursive || special_names_of(node.body).loop || has_scoped_block(node);
    }
    return *scope.has_loop;
  }

  void visit_name(Name* node) {
    std::vector<Slot> slots;
    std::uint16_t hops = 0;
    bool is_set = false;
    bool is_set_later = false;
    std::optional<std::uint16_t> block_hops;
    scope_->read.push_back(node->key);
    for (Scope* s = scope_; s != nullptr && !node->is_parameter; s = s->parent) {
      Declared* declared = s->find(*node->key);
      if (declared == nullptr) declared = declare_loop(s, *node);
      if (declared != nullptr) {
        slots.push_back({hops, declared->slot});
        capture(hops);
        is_set = is_set || declared->assigned || hops > 0;
        is_set_later = is_set_later || !declared->assigned;
        node->is_parameter = declared->is_parameter;
      }
      if (s->begins_unit()) {
        if (s->kind == ScopeKind::block) block_hops = hops;
        ++hops;
      }
    }
    if (is_set_later) pending_.push_back({node, scope_});
    node->slots = parsed_.arena.keep(slots);
    node->is_local = !slots.empty() && slots.front().hops == 0;
    if (node->is_local) node->local_slot = slots.front().index;
    if (special_.self && node->name == "self" && !node->is_parameter) node->special = Special::self;
    if (special_.super && node->name == "super" && !node->is_parameter && block_hops) {
      node->special = Special::super;
      capture(*block_hops);
    }
    if (!is_set && node->special == Special::none) note_undeclared(node->name);
  }

  // Units between here and the one `hops` outwards must outlive their run.
  void capture(std::uint16_t hops) {
    for (Scope* s = scope_; s != nullptr && hops > 0; s = s->parent) {
      if (!s->begins_unit()) continue;
      --hops;
      Scope* outer = s->parent;
      if (outer != nullptr) outer->unit->is_captured = true;
    }
  }

  void note_undeclared(std::string_view name) {
    if (registry_.globals.contains(name)) return;
    if (std::find(resolution_.undeclared.begin(), resolution_.undeclared.end(), name) == resolution_.undeclared.end()) {
      resolution_.undeclared.emplace_back(name);
    }
  }

  // --- what included templates see ---

  void see(std::span<Visible>& visible) { waiting_.push_back({scope_, &visible}); }

  std::span<Visible> visible_from(Scope* from) {
    std::vector<Visible> visible;
    std::uint16_t hops = 0;
    scope_ = from;
    for (Scope* s = from; s != nullptr; s = s->parent) {
      if (s->kind == ScopeKind::root) break;  // those are in the context already
      for (const Declared& declared : s->names) {
        visible.push_back({declared.name, {hops, declared.slot}});
        capture(hops);
      }
      if (s->begins_unit()) ++hops;
    }
    std::reverse(visible.begin(), visible.end());
    return parsed_.arena.keep(visible);
  }

  void note_used(const Expr* name, bool with_context) {
    if (!with_context || name->kind != ExprKind::constant) return;
    const Value& value = *static_cast<const Constant*>(name)->value;
    if (value.is_string()) resolution_.used.emplace_back(value.as_string());
  }

  // --- expressions ---

  void visit_arguments(CallArguments& arguments) {
    for (Expr* argument : arguments.positional) visit(argument);
    for (KeywordExpr& keyword : arguments.keywords) visit(keyword.value);
    visit(arguments.star);
    visit(arguments.star_star);
  }

  void visit(Expr* node) {
    if (node == nullptr) return;
    stack_.check();
    switch (node->kind) {
      case ExprKind::constant: return;
      case ExprKind::name: return visit_name(static_cast<Name*>(node));
      case ExprKind::attribute: return visit(static_cast<Attribute*>(node)->base);
      case ExprKind::item: {
        auto* item = static_cast<Item*>(node);
        visit(item->base);
        return visit(item->index);
      }
      case ExprKind::slice: {
        auto* slice = static_cast<SliceExpr*>(node);
        for (Expr* part : {slice->base, slice->start, slice->stop, slice->step}) visit(part);
        return;
      }
      case ExprKind::call:
        visit(static_cast<Call*>(node)->callee);
        return visit_arguments(static_cast<Call*>(node)->arguments);
      case ExprKind::filter: return visit_filter(static_cast<FilterExpr*>(node));
      case ExprKind::test: return visit_test(static_cast<TestExpr*>(node));
      case ExprKind::negate:
      case ExprKind::plus:
      case ExprKind::invert: return visit(static_cast<Unary*>(node)->operand);
      case ExprKind::compare:
        visit(static_cast<Compare*>(node)->left);
        for (Comparison& next : static_cast<Compare*>(node)->rest) visit(next.operand);
        return;
      case ExprKind::concat:
      case ExprKind::list:
      case ExprKind::tuple:
        for (Expr* item : static_cast<Sequence*>(node)->items) visit(item);
        return;
      case ExprKind::conditional: return visit_conditional(static_cast<Conditional*>(node));
      case ExprKind::map:
        for (Expr* key : static_cast<MapExpr*>(node)->keys) visit(key);
        for (Expr* value : static_cast<MapExpr*>(node)->values) visit(value);
        return;
      default: visit(static_cast<Binary*>(node)->left); return visit(static_cast<Binary*>(node)->right);
    }
  }

  void visit_filter(FilterExpr* node) {
    visit(node->input);
    visit_arguments(node->arguments);
    node->filter = registry_.find_filter(node->name);
    const bool built_in = node->filter != nullptr && node->filter->host == nullptr;
    node->is_default = built_in && node->input != nullptr && (node->name == "default" || node->name == "d");
    if (node->filter != nullptr || soft_) return;
    throw SyntaxFailure{"No filter named '" + std::string(node->name) + "'", node->offset, node->length,
                        did_you_mean(node->name, registry_.filter_names()), type::kAssertion};
  }

  void visit_test(TestExpr* node) {
    visit(node->input);
    visit_arguments(node->arguments);
    node->test = registry_.find_test(node->name);
    const CallArguments& given = node->arguments;
    const bool plain =
        given.positional.empty() && given.keywords.empty() && given.star == nullptr && given.star_star == nullptr;
    const bool built_in = node->test != nullptr && node->test->host == nullptr;
    node->if_present = node->name == "defined";
    node->asks_presence = plain && built_in && (node->if_present || node->name == "undefined");
    if (node->test != nullptr || soft_) return;
    // Jinja2 names the line of "is".
    const std::string_view between =
        std::string_view(parsed_.source).substr(node->is_offset, node->offset - node->is_offset);
    const bool apart = between.find('\n') != std::string_view::npos;
    throw SyntaxFailure{"No test named '" + std::string(node->name) + "'", apart ? node->is_offset : node->offset,
                        apart ? 2 : node->length, did_you_mean(node->name, registry_.test_names()), type::kAssertion};
  }

  void visit_conditional(Conditional* node) {
    const bool soft = std::exchange(soft_, true);
    visit(node->test);
    visit(node->yes);
    visit(node->no);
    soft_ = soft;
  }

  // --- statements ---

  void visit(Body body) {
    for (Stmt* stmt : body) visit(stmt);
  }

  // A scope around `body`; `before` runs inside it first. `filters` are applied to what the body gives.
  template <typename Before>
  SlotRange visit_scope(Body body, Before before, ScopeKind kind = ScopeKind::plain, For* loop = nullptr,
                        Expr* filters = nullptr) {
    const bool soft = std::exchange(soft_, false);
    const std::uint16_t first = scope_->unit->slot_count;
    open(kind, scope_->unit)->loop = loop;
    before();
    collect(body);
    visit(body);
    visit(filters);
    const SlotRange slots = slots_since(first);
    close();
    soft_ = soft;
    return slots;
  }

  void visit(Stmt* stmt) {
    stack_.check();
    switch (stmt->kind) {
      case StmtKind::text: return;
      case StmtKind::output:
        return is_dead() ? read_all(*static_cast<Output*>(stmt)->value) : visit(static_cast<Output*>(stmt)->value);
      case StmtKind::conditional: return visit_if(static_cast<If*>(stmt));
      case StmtKind::loop: return visit_for(static_cast<For*>(stmt));
      case StmtKind::set: return visit_set(static_cast<Set*>(stmt));
      case StmtKind::set_block: return visit_set_block(static_cast<SetBlock*>(stmt));
      case StmtKind::with: return visit_with(static_cast<With*>(stmt));
      case StmtKind::macro: {
        auto* macro = static_cast<Macro*>(stmt);
        assign(macro->target);
        return visit_macro(macro->definition);
      }
      case StmtKind::call_block:
        visit_macro(static_cast<CallBlock*>(stmt)->definition);
        return visit(static_cast<CallBlock*>(stmt)->call);
      case StmtKind::filter_block: {
        auto* node = static_cast<FilterBlock*>(stmt);
        read_all(*node->filters);
        node->slots = visit_scope(
            node->body, [] {}, ScopeKind::plain, nullptr, node->filters);
        return;
      }
      case StmtKind::evaluate: return visit(static_cast<Evaluate*>(stmt)->value);
      case StmtKind::include: return visit_include(static_cast<Include*>(stmt));
      case StmtKind::import: return visit_import(static_cast<Import*>(stmt));
      case StmtKind::from_import: return visit_from_import(static_cast<FromImport*>(stmt));
      case StmtKind::extends: return visit_extends(static_cast<Extends*>(stmt));
      case StmtKind::block: return visit_block(static_cast<Block*>(stmt));
      case StmtKind::autoescape: {
        auto* node = static_cast<Autoescape*>(stmt);
        node->slots = visit_scope(node->body, [&] { visit(node->enabled); });
        return;
      }
      case StmtKind::stop:
      case StmtKind::next: return visit_loop_control(stmt);
    }
  }

  // Output after an unconditional `extends`, unless it is captured: it is never printed, and Jinja2 does not look at
  // it.
  bool is_dead() const {
    if (!extends_) return false;
    for (const Scope* s = scope_; s != nullptr; s = s->parent) {
      if (s->kind == ScopeKind::capture || s->kind == ScopeKind::macro || s->kind == ScopeKind::block) return false;
    }
    return true;
  }

  void read_all(const Expr& expr) {
    if (expr.kind == ExprKind::name) scope_->read.push_back(static_cast<const Name&>(expr).key);
    for_each_operand(expr, [this](const Expr& operand) { read_all(operand); });
  }

  // A `print` is one without a branch.
  void visit_if(If* node) {
    const bool soft = std::exchange(soft_, soft_ || !node->branches.empty());
    for (Branch& branch : node->branches) {
      visit(branch.test);
      visit(branch.body);
    }
    visit(node->otherwise);
    soft_ = soft;
  }

  void visit_for(For* node) {
    visit(node->iterable);
    const auto begin = [&] {
      node->loop_slot = new_slot();
      if (node->target->kind == TargetKind::name || !node->target->items.empty()) {
        check_loop_target(node->target);
        collect(node->target);
        assign(node->target);
      }
      if (node->filter != nullptr) visit_loop_filter(node);
    };
    node->slots = visit_scope(node->body, begin, ScopeKind::loop, node);
    // A recursive loop is a function for Jinja2, and its `else` part of that.
    const SlotRange otherwise = visit_scope(node->otherwise, [&] {
      scope_->is_in_loop = true;
      scope_->hides_loops = node->recursive;
    });
    node->slots.count = static_cast<std::uint16_t>(node->slots.count + otherwise.count);
  }

  static void check_loop_target(const Target* target) {
    for (const Target* item : target->items) check_loop_target(item);
    if (target->kind == TargetKind::name && *target->name == Value("loop")) {
      throw SyntaxFailure{"can't assign to special loop variable in for-loop target", target->offset, target->length,
                          "choose another name", type::kAssertion};
    }
  }

  // The filter sees the target, but `loop` there is that of a loop further out.
  void visit_loop_filter(For* node) {
    scope_->kind = ScopeKind::plain;
    const std::size_t read = scope_->read.size();
    visit(node->filter);
    scope_->read.resize(read);  // it is a scope beside that of the body
    scope_->kind = ScopeKind::loop;
  }

  void visit_set(Set* node) {
    visit(node->value);
    check_no_loop(node->target);
    assign(node->target);
  }

  void visit_set_block(SetBlock* node) {
    node->slots = visit_scope(
        node->body, [] {}, ScopeKind::capture, nullptr, node->filters);
    check_no_loop(node->target);
    assign(node->target);
  }

  void visit_with(With* node) {
    for (Expr* value : node->values) visit(value);
    node->slots = visit_scope(node->body, [&] {
      for (Target* target : node->targets) assign(target);
    });
  }

  void visit_macro(MacroDefinition* macro) {
    const bool soft = std::exchange(soft_, false);
    open(ScopeKind::macro, macro)->macro = macro;
    for (std::uint16_t* slot : {&macro->caller_slot, &macro->varargs_slot, &macro->kwargs_slot}) *slot = new_slot();
    for (Parameter& parameter : macro->parameters) {
      Declared& declared = declare(parameter.target->name);
      declared.assigned = declared.is_parameter = true;
      parameter.target->slot = declared.slot;
    }
    declare_extras(macro);
    for (Parameter& parameter : macro->parameters) visit(parameter.otherwise);
    collect(macro->body);
    visit(macro->body);
    close();
    soft_ = soft;
  }

  void declare_extras(MacroDefinition* macro) {
    const SpecialNames names = special_names_of(macro->body);
    macro->reads_caller = names.caller;
    macro->uses_caller = names.caller && declare_extra("caller", macro->caller_slot);
    macro->uses_varargs = names.varargs && declare_extra("varargs", macro->varargs_slot);
    macro->uses_kwargs = names.kwargs && declare_extra("kwargs", macro->kwargs_slot);
    if (names.caller && !macro->uses_caller) check_caller(*macro);
  }

  // False when there is a parameter of that name.
  bool declare_extra(const char* name, std::uint16_t slot) {
    const Value* key = parsed_.keep(Value(name));
    if (scope_->find(*key) != nullptr) return false;
    Declared& declared = scope_->names.emplace_back(Declared{key, slot});
    declared.assigned = declared.is_parameter = true;
    return true;
  }

  static void check_caller(const MacroDefinition& macro) {
    for (const Parameter& parameter : macro.parameters) {
      if (*parameter.target->name == Value("caller") && parameter.otherwise == nullptr) {
        throw SyntaxFailure{"the special 'caller' argument of a macro must be omitted or be given a default",
                            macro.offset, std::max<std::uint32_t>(1, macro.length), "write caller=none",
                            type::kAssertion};
      }
    }
  }

  void visit_include(Include* node) {
    visit(node->name);
    note_used(node->name, node->with_context);
    if (node->with_context) see(node->visible);
  }

  void visit_import(Import* node) {
    visit(node->name);
    note_used(node->name, node->with_context);
    if (node->with_context) see(node->visible);
    assign(node->target, true);
  }

  void visit_from_import(FromImport* node) {
    visit(node->name);
    note_used(node->name, node->with_context);
    if (node->with_context) see(node->visible);
    for (const ImportedName& name : node->names) assign(name.target, true);
  }

  void visit_extends(Extends* node) {
    if (scope_->kind != ScopeKind::root) {
      throw SyntaxFailure{"cannot use extend from a non top-level scope", node->offset, node->length, "",
                          type::kAssertion};
    }
    visit(node->name);
    note_used(node->name, true);
    extends_ = extends_ || !soft_;
  }

  void visit_block(Block* node) {
    node->is_at_top = scope_->kind == ScopeKind::root;
    node->is_in_loop = inside_for();
    if (node->is_scoped) {
      if (in_loop()) mention_loop();
      see(node->visible);
    }
  }

  // Blocks are scopes of their own and come after all else, so that of two errors the same one is found first.
  void visit_block_body(Block* node) {
    soft_ = false;
    open(ScopeKind::block, node)->is_in_loop = node->is_in_loop;
    collect(node->body);
    special_ = special_names_of(node->body);
    visit(node->body);
    close();
  }

  // A scoped block may use `loop`, whoever overrides it.
  void mention_loop() {
    Scope* at = scope_;
    while (at->kind != ScopeKind::loop) at = at->parent;
    Name node{};
    node.name = "loop";
    node.key = parsed_.keep(Value("loop"));
    if (at->find(*node.key) == nullptr) declare_loop(at, node);
  }

  void visit_loop_control(Stmt* node) {
    const Scope* loop = find_loop();
    const Scope* s = scope_;
    while (loop != nullptr && s != loop && !s->hides_loops) s = s->parent;
    if (loop != nullptr && s == loop) return;
    throw SyntaxFailure{node->kind == StmtKind::stop ? "'break' outside loop" : "'continue' outside loop", node->offset,
                        node->length, "", type::kSyntax};
  }

  Parsed& parsed_;
  const Registry& registry_;
  std::deque<Scope> scopes_;
  Scope* scope_ = nullptr;
  bool extends_ = false;  // after an `extends` that no `if` is around
  SpecialNames special_;  // of the template outside of its blocks, or of the block at hand
  bool soft_ = false;     // directly inside an `if`: unknown filters and tests are errors only when reached
  std::vector<std::pair<Scope*, std::span<Visible>*>> waiting_;
  std::vector<Pending> pending_;
  Resolution resolution_;
  StackGuard stack_;
};

}  // namespace

Resolution resolve(Parsed& parsed, const Registry& registry) { return Resolver(parsed, registry).run(); }

}  // namespace sailmaker::jinja
