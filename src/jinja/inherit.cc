#include <algorithm>

#include "jinja/compiled_template.h"
#include "jinja/evaluator.h"
#include "jinja/iterate.h"
#include "jinja/print.h"
#include "jinja/registry.h"

// Several templates: include, import, extends, blocks; and how a render begins and ends.

namespace sailmaker::jinja {

Evaluator::Evaluator(const Options& options, const Registry& registry, const Environment& environment,
                     const Map& context, SourceMap* map, bool copies)
    : options_(options),
      registry_(registry),
      environment_(environment),
      base_(context),
      map_(map),
      copies_(copies),
      out_(options.limits.output) {}

// What a template made may hold itself: a macro its frame, a list itself. Emptying the holders frees all of it.
Evaluator::~Evaluator() {
  for (const Value& closure : closures_) {
    for (Value& slot : as<Closure>(closure).slots) slot = Value();
  }
  for (const std::unique_ptr<Context>& context : contexts_) {
    context->exports.clear();
    context->locals.clear();
  }
  for (const Value& adopted : adopted_) {
    if (adopted.is_list())
      adopted.list_in_place().clear();
    else if (adopted.is_map())
      adopted.map_in_place().clear();
    else if (family_of(adopted) == Family::space)
      as<Namespace>(adopted).members.clear();
  }
}

void Evaluator::run(const CompiledTemplate& main) {
  Context& context = new_context(nullptr, {}, nullptr);
  context.base = &base_;
  give_blocks(context, main);
  if (map_ != nullptr) enter_place(SourceMap::Step::parent, {}, main, 0, 0);
  run_root(main, context);
}

bool Evaluator::run_test(const CompiledTemplate& expression) {
  BlockTable blocks;
  Context context;
  context.base = &base_;
  context.blocks = &blocks;
  Frame frame;
  frame.home = &expression;
  frame.unit = &expression.parsed().root;
  frame.context = &context;
  const Expr& value = *static_cast<const Evaluate&>(*expression.parsed().root.body.front()).value;
  try {
    return test(value, frame);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, value.offset, value.length);
  }
}

void Evaluator::run_root(const CompiledTemplate& home, Context& context) {
  const Inside inside(*this, options_.autoescape);
  const Unit& unit = home.parsed().root;
  SlotStack::Run run(slot_stack_, unit.is_captured ? 0 : unit.slot_count);
  Frame own;
  own.slots = run.slots();
  Frame& frame = unit.is_captured ? make_closure(unit).frame : own;
  frame.home = &home;
  frame.unit = &home.parsed().root;
  frame.context = &context;
  frame.autoescape = options_.autoescape;
  execute(unit.body, frame);
  if (frame.extended == nullptr) return;
  const Stmt& at = *frame.extended_at;
  if (map_ != nullptr) enter_place(SourceMap::Step::parent, {}, *frame.extended, at.offset, at.length);
  try {
    run_root(*frame.extended, context);
  } catch (Failure& failure) {
    add_trace(failure, to_string(SourceMap::Step::parent, {}), frame, at.offset, at.length);
    throw;
  }
}

Evaluator::Inside::Inside(Evaluator& evaluator, bool autoescape)
    : self(evaluator), autoescape_before(evaluator.autoescape_), place_before(evaluator.place_) {
  evaluator.stack_.check();
  if (++evaluator.depth_ > evaluator.options_.limits.recursion) {
    --evaluator.depth_;
    fail(type::kRecursion, "macros, includes and loops inside each other are deeper than " +
                               std::to_string(evaluator.options_.limits.recursion) + " levels");
  }
  evaluator.autoescape_ = autoescape;
}

Evaluator::Inside::~Inside() {
  --self.depth_;
  self.autoescape_ = autoescape_before;
  self.place_ = place_before;
}

Context& Evaluator::new_context(Context* parent, std::span<Visible> visible, Frame* frame) {
  charge(64);
  contexts_.push_back(std::make_unique<Context>());
  Context& context = *contexts_.back();
  context.parent = parent;
  context.own_escapes = options_.autoescape;
  context.locals.reserve(visible.size());
  for (const Visible& name : visible) {
    const Frame* at = frame;
    for (std::uint16_t hops = name.slot.hops; hops > 0; --hops) at = at->outer;
    const Value& value = at->slots[name.slot.index];
    if (!is_missing(value)) context.locals.set(*name.name, value);
  }
  return context;
}

void Evaluator::give_blocks(Context& context, const CompiledTemplate& home) {
  context.blocks = &context.own_blocks;
  add_blocks(context.own_blocks, home);
}

void Evaluator::add_blocks(BlockTable& table, const CompiledTemplate& home) {
  for (const Block* block : home.parsed().blocks) {
    const auto place =
        std::find_if(table.begin(), table.end(), [&](const auto& chain) { return *chain->name == *block->name; });
    const bool is_new = place == table.end();
    BlockChain& chain =
        is_new ? *table.emplace_back(std::make_unique<BlockChain>(BlockChain{block->name, {}})) : **place;
    chain.versions.push_back({&home, block});
  }
}

const BlockChain* Evaluator::find_chain(const BlockTable& table, const Value& name) {
  for (const auto& chain : table) {
    if (name.same_text(*chain->name)) return chain.get();
  }
  return nullptr;
}

// --- finding templates ---

Failure Evaluator::not_loaded(Error because, const Stmt& at, const Frame& frame) const {
  Failure failure(std::move(because));
  // What is wrong inside it has its place there; this is one step of the way to it.
  failure.placed = failure.error.source.has_value();
  if (failure.placed) add_trace(failure, "loaded at", frame, at.offset, at.length);
  return failure;
}

const CompiledTemplate& Evaluator::get_template(const Value& name, const Stmt& at, const Frame& frame) {
  check_use(name);
  if (!name.is_string()) fail(type::kNotFound, "a template's name must be text, not " + type_name_of(name));
  for (const auto& compiled : templates_) {
    if (compiled->name() == name.as_string()) return *compiled;
  }
  auto found = environment_.get(std::string(name.as_string()));
  if (!found) throw not_loaded(std::move(found.error()), at, frame);
  auto compiled = std::static_pointer_cast<const CompiledTemplate>(*found);
  const CompiledTemplate& result = *compiled;
  templates_.push_back(std::move(compiled));
  return result;
}

// The template, or the first that exists of a list of names; nullptr when there is none and that is allowed.
const CompiledTemplate* Evaluator::find_included(const Value& name, const Include& at, const Frame& frame) {
  const bool ignore_missing = at.ignore_missing;
  const auto find = [&](const Value& one) -> const CompiledTemplate* {
    try {
      return &get_template(one, at, frame);
    } catch (const Failure& failure) {
      if (failure.error.type != type::kNotFound || failure.placed) throw;
      return nullptr;
    }
  };
  if (name.is_string() || is_undefined(name)) {
    if (!ignore_missing) return &get_template(name, at, frame);
    return find(name);
  }
  std::string tried;
  for (const Value& one : truth(name) ? elements_of(name) : List()) {
    if (const CompiledTemplate* found = find(one)) return found;
    tried += (tried.empty() ? "" : ", ") + to_str(one);
  }
  if (ignore_missing) return nullptr;
  fail(type::kNoneFound, tried.empty() ? "tried to select from an empty list of templates"
                                       : "none of the templates given were found: " + tried);
}

// --- include ---

void Evaluator::execute_include(const Include& node, Frame& frame) {
  const Value name = eval(*node.name, frame);
  const CompiledTemplate* home = find_included(name, node, frame);
  if (home == nullptr) return;
  Context& context = new_context(node.with_context ? frame.context : nullptr, node.visible, &frame);
  give_blocks(context, *home);
  const std::uint32_t place_before = place_;
  if (map_ != nullptr) enter_place(SourceMap::Step::include, {}, *home, node.offset, node.length);
  try {
    run_root(*home, context);
  } catch (Failure& failure) {
    if (failure.placed) {
      add_trace(failure, to_string(SourceMap::Step::include, {}), frame, node.offset, node.length);
    }
    throw;
  }
  place_ = place_before;
}

// --- import ---

Value Evaluator::import(const Value& name, bool with_context, std::span<Visible> visible, const Stmt& at,
                        Frame& frame) {
  const CompiledTemplate& home = get_template(name, at, frame);
  if (!with_context) {
    for (const auto& [known, made] : modules_) {
      if (known == &home) return made;
    }
  }
  Context& context = new_context(with_context ? frame.context : nullptr, visible, &frame);
  give_blocks(context, home);
  const std::uint32_t place_before = place_;
  if (map_ != nullptr) enter_place(SourceMap::Step::import, {}, home, at.offset, at.length);
  const Capture capture = begin_capture();
  Importing importing{captures_};
  Importing* const importing_before = std::exchange(importing_, &importing);
  try {
    run_root(home, context);
  } catch (Failure& failure) {
    if (failure.placed) add_trace(failure, to_string(SourceMap::Step::import, {}), frame, at.offset, at.length);
    throw;
  }
  importing_ = importing_before;
  place_ = place_before;
  Value made = make_object<Module>();
  Module& module = as<Module>(made);
  module.name = home.name();
  module.text = end_capture(capture, true);
  module.not_text = std::move(importing.not_text);
  for (const Map::Entry& entry : context.exports) {
    const bool imported = std::any_of(context.imported.begin(), context.imported.end(),
                                      [&](const Value* other) { return *other == entry.key; });
    if (!imported && !entry.key.as_string().starts_with('_')) module.exports.set(entry.key, entry.value);
  }
  if (!with_context) modules_.emplace_back(&home, made);
  return made;
}

void Evaluator::execute_import(const Import& node, Frame& frame) {
  const Value name = eval(*node.name, frame);
  assign(*node.target, import(name, node.with_context, node.visible, node, frame), frame);
}

void Evaluator::execute_from_import(const FromImport& node, Frame& frame) {
  const Value name = eval(*node.name, frame);
  const Value module = import(name, node.with_context, node.visible, node, frame);
  for (const ImportedName& imported : node.names) {
    const Value* found = as<Module>(module).exports.find_key(*imported.name);
    assign(*imported.target, found != nullptr ? *found : make_undefined(module, *imported.name), frame);
  }
}

// --- inheritance ---

void Evaluator::execute_extends(const Extends& node, Frame& frame) {
  if (frame.extended != nullptr) fail(type::kRuntime, "extended multiple times");
  const Value name = eval(*node.name, frame);
  const CompiledTemplate& parent = get_template(name, node, frame);
  if (parent.name() == frame.home->name() && &parent == frame.home) {
    fail(type::kRecursion, "the template '" + parent.name() + "' extends itself");
  }
  add_blocks(*frame.context->blocks, parent);
  frame.extended = &parent;
  frame.extended_at = &node;
}

void Evaluator::execute_block(const Block& node, Frame& frame) {
  if (frame.extended != nullptr && node.is_at_top) return;
  Context* context = frame.context;
  while (context->blocks == nullptr) context = context->parent;
  const BlockChain* chain = find_chain(*context->blocks, *node.name);
  if (node.is_required && chain->versions.size() <= 1) {
    fail(type::kRuntime, "Required block '" + std::string(node.name->as_string()) + "' not found",
         "a template that extends this one must define it");
  }
  if (!node.is_scoped) return run_block(*chain, 0, *frame.context, node, frame);
  Context& scoped = new_context(frame.context, node.visible, &frame);
  scoped.blocks = context->blocks;
  scoped.escapes = frame.context->escapes;
  run_block(*chain, 0, scoped, node, frame);
}

void Evaluator::call_block(const BlockObject& block, const Expr& at, Frame& frame) {
  const BlockChain* chain = find_chain(*block.context.blocks, Value(block.name));
  if (chain == nullptr || block.level >= chain->versions.size()) {
    fail(type::kUndefined, "there is no parent block called '" + block.name + "'");
  }
  Stmt place{};
  place.offset = at.offset;
  place.length = at.length;
  run_block(*chain, block.level, block.context, place, frame);
}

void Evaluator::run_block(const BlockChain& chain, std::size_t level, Context& context, const Stmt& at, Frame& frame) {
  const BlockChain::Version version = chain.versions[level];
  const Unit& unit = *version.block;
  const Inside inside(*this, options_.autoescape);
  const bool inherited = version.home != frame.home;
  if (map_ != nullptr && inherited) {
    enter_place(SourceMap::Step::block, version.block->name->as_string(), *version.home, at.offset, at.length);
  }
  SlotStack::Run run(slot_stack_, unit.is_captured ? 0 : unit.slot_count);
  Frame own;
  own.slots = run.slots();
  Frame& inner = unit.is_captured ? make_closure(unit).frame : own;
  inner.home = version.home;
  inner.unit = &unit;
  inner.context = &context;
  inner.autoescape = options_.autoescape;
  inner.chain = &chain;
  inner.level = level;
  try {
    execute(unit.body, inner);
  } catch (Failure& failure) {
    if (inherited) {
      add_trace(failure, to_string(SourceMap::Step::block, chain.name->as_string()), frame, at.offset, at.length);
    }
    throw;
  }
}

}  // namespace sailmaker::jinja
