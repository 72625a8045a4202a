#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/arguments.h"
#include "jinja/ast.h"
#include "jinja/environment.h"
#include "jinja/failure.h"
#include "jinja/objects.h"
#include "jinja/output_buffer.h"
#include "jinja/slot_stack.h"
#include "jinja/source_map.h"
#include "jinja/stack_guard.h"
#include "jinja/undefined.h"

namespace sailmaker::jinja {

class CompiledTemplate;
class Cursor;
struct Registry;

/// A block's versions, the most derived first.
struct BlockChain {
  const Value* name;
  struct Version {
    const CompiledTemplate* home;
    const Block* block;
  };
  std::vector<Version> versions;
};
using BlockTable = std::vector<std::unique_ptr<BlockChain>>;

/// Where names are looked up that are no variables of a scope: what the templates of one inheritance chain set at
/// their top, then what a scoped block or an include was given, then the context around it.
struct Context {
  Context* parent = nullptr;
  const Map* base = nullptr;  ///< what render() was given, or an import without context nothing
  Map exports;
  Map locals;
  std::vector<const Value*> imported;  ///< names among `exports` that an importer does not get
  BlockTable* blocks = nullptr;
  BlockTable own_blocks;
  bool own_escapes = false;
  /// Whether filters escape: while an `autoescape` runs, in the macros and blocks that it calls, too. A scoped block
  /// shares it with what is around.
  bool* escapes = &own_escapes;
};

/// The variables of one run of a unit.
struct Frame {
  const Unit* unit = nullptr;  ///< whose variables stand in `slots`
  const CompiledTemplate* home = nullptr;
  Context* context = nullptr;
  Frame* outer = nullptr;
  Value* slots = nullptr;
  Closure* closure = nullptr;                  ///< what keeps it alive, where that may be longer than its run
  bool autoescape = false;                     ///< whether what is printed here is escaped
  const CompiledTemplate* extended = nullptr;  ///< set by `extends`: from then on nothing is printed
  const Stmt* extended_at = nullptr;
  const BlockChain* chain = nullptr;  ///< of a block
  std::size_t level = 0;
};

/// A frame that macros may refer to after its run.
struct Closure : EngineObject {
  Closure() : EngineObject(Family::closure) {}
  std::string_view type_name() const override { return "frame"; }
  Frame frame;
  List slots;
};

enum class Flow : std::uint8_t { on, stop, next };

/// Thrown where a template changes a list or map that it did not make: the render starts anew with copies of what the
/// context brings, because that may be shared with other threads.
struct NeedsCopies {};

/// One render of one template. Statements are in execute.cc and inherit.cc, expressions in evaluate.cc, access.cc and
/// calls.cc.
class Evaluator {
 public:
  Evaluator(const Options& options, const Registry& registry, const Environment& environment, const Map& context,
            SourceMap* map, bool copies);
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  /// Renders into take_output().
  void run(const CompiledTemplate& main);
  std::string take_output() const { return std::string(out_.view()); }
  /// Whether the value of a template that is nothing but an expression counts as true.
  bool run_test(const CompiledTemplate& expression);

  // --- for filters, tests, methods and globals ---

  const Options& options() const { return options_; }
  const Registry& registry() const { return registry_; }
  bool autoescape() const { return autoescape_; }
  /// Counts work; throws when a render does too much of it.
  void charge(std::uint64_t steps) {
    steps_ += steps;
    if (steps_ > next_check_) check_limits();
  }
  /// Counts the making of a text; throws when it is too long.
  void charge_text(std::size_t bytes);
  void charge_items(std::size_t count);
  /// Counts the work of comparing two values, or of looking for one in the other.
  void charge_comparison(CompareOp op, const Value& left, const Value& right);
  void check_stack() const { stack_.check(); }
  /// A number below `below`, by chance that is the same in every render: the same input gives the same output.
  std::size_t random(std::size_t below);
  bool truth(const Value& value);
  /// Calls any callable value.
  Value call(const Value& callee, ArgumentBuffer& arguments);
  Value call_native(const Native& native, const Value& self, ArgumentBuffer& arguments);
  /// x.name and x[key]; undefined when there is nothing.
  Value get_attribute(const Value& base, const Value& name, const Method* method);
  Value get_item(const Value& base, const Value& key);
  /// The same, missing() instead of undefined.
  Value find_attribute(const Value& base, const Value& name, const Method* method);
  Value find_item(const Value& base, const Value& key);
  Value make_undefined(Value object, Value name) const;
  Value make_undefined(std::string message) const;
  /// Before content is changed in place: it must be this render's own. `added` may make a cycle.
  void check_mutable(const Value& container);
  void note_mutation(const Value& container, const Value& added);
  /// What a loop's variables hold, as a tuple where there are several.
  static Value value_of(const Target& target, Frame& frame);
  /// The next element that a loop's `if` lets through, false at the end; the loop's slots are used for that.
  bool next_element(const For& node, Frame& frame, Cursor& cursor, Value& element);
  /// The same in the middle of a round: the slots are as before afterwards.
  bool peek_element(const For& node, Frame& frame, Cursor& cursor, Value& element);
  /// Text as the filters see it: str() of anything, safe text as it is.
  std::string_view text_of(const Value& value, std::string& storage);
  /// What the program made, copied where the template may change it.
  Value own(Value made) const;
  void adopt(Value object) { adopted_.push_back(std::move(object)); }

 private:
  // --- statements ---
  Flow execute(Body body, Frame& frame);
  Flow execute(const Stmt& stmt, Frame& frame);
  void print_text(const Text& node, Frame& frame);
  void print(const Output& node, Frame& frame);
  void print_value(const Value& value, const Expr& node, Frame& frame);
  void print_rare(const Value& value, const Expr& node, Frame& frame);
  void print_undefined(const Value& value, bool escaping);
  bool print_call(const Call& node, Frame& frame);
  Flow execute_if(const If& node, Frame& frame);
  bool test_placed(const Expr& node, Frame& frame);
  /// Its `break` and `continue` are its own, but those in its `else` part mean the loop around.
  Flow execute_for(const For& node, Frame& frame);
  Flow run_loop(const For& node, Frame& frame, const Value& iterable, std::int64_t depth0);
  bool run_rounds(const For& node, Frame& frame, const Value& iterable);
  void begin_round(const For& node, const Value& element, Frame& frame);
  void begin_counted_round(const For& node, const Value& element, const Value& loop, Frame& frame);
  static bool is_pair(const Target& target);
  bool run_counted(const For& node, Frame& frame, const Value& iterable, std::int64_t depth0);
  Flow execute_set_block(const SetBlock& node, Frame& frame);
  Flow execute_with(const With& node, Frame& frame);
  Flow execute_filter_block(const FilterBlock& node, Frame& frame);
  void execute_call_block(const CallBlock& node, Frame& frame);
  Flow execute_autoescape(const Autoescape& node, Frame& frame);
  void assign(const Target& target, Value value, Frame& frame);
  void assign_items(const Target& target, const Value& value, Frame& frame);
  Value space_of(const Target& target, Frame& frame);
  void assign_member(const Target& target, Value value, Frame& frame);
  static void clear(SlotRange slots, Frame& frame) {
    for (Value *slot = frame.slots + slots.first, *end = slot + slots.count; slot != end; ++slot) *slot = kMissing;
  }
  Value make_macro(const MacroDefinition& definition, Frame& frame);

  // --- several templates: inherit.cc ---
  void execute_include(const Include& node, Frame& frame);
  const CompiledTemplate* find_included(const Value& name, const Include& at, const Frame& frame);
  void execute_import(const Import& node, Frame& frame);
  void execute_from_import(const FromImport& node, Frame& frame);
  Value import(const Value& name, bool with_context, std::span<Visible> visible, const Stmt& at, Frame& frame);
  void execute_extends(const Extends& node, Frame& frame);
  void execute_block(const Block& node, Frame& frame);
  void run_block(const BlockChain& chain, std::size_t level, Context& context, const Stmt& at, Frame& frame);
  void call_block(const BlockObject& block, const Expr& at, Frame& frame);
  void run_root(const CompiledTemplate& home, Context& context);
  Failure not_loaded(Error because, const Stmt& at, const Frame& frame) const;
  const CompiledTemplate& get_template(const Value& name, const Stmt& at, const Frame& frame);
  Context& new_context(Context* parent, std::span<Visible> visible, Frame* frame);
  static void give_blocks(Context& context, const CompiledTemplate& home);
  static void add_blocks(BlockTable& table, const CompiledTemplate& home);
  static const BlockChain* find_chain(const BlockTable& table, const Value& name);

  // --- expressions ---
  Value eval(const Expr& node, Frame& frame);
  Value dispatch(const Expr& node, Frame& frame);
  /// The value without a copy where it stands somewhere; otherwise in `storage`. Valid until the next evaluation.
  const Value& peek(const Expr& node, Frame& frame, Value& storage) {
    if (node.kind == ExprKind::name) {
      if (const Value* found = find_name(static_cast<const Name&>(node), frame)) return *found;
    }
    return peek_other(node, frame, storage);
  }
  const Value& peek_other(const Expr& node, Frame& frame, Value& storage);
  /// The value, or missing() where `eval` would make an undefined.
  Value eval_or_missing(const Expr& node, Frame& frame);
  const Value* find_name(const Name& node, Frame& frame) {
    if (node.is_local) {
      const Value& value = frame.slots[node.local_slot];
      if (!is_missing(value)) return &value;
    }
    return find_outer_name(node, frame);
  }
  const Value* find_outer_name(const Name& node, Frame& frame);
  const Value& peek_attribute(const Attribute& node, Frame& frame, Value& storage);
  const Value& peek_loop_member(const Attribute& node, const Value& base, Frame& frame, Value& storage);
  static bool is_plain(const Expr& node);
  const Value& peek_before(const Expr& node, const Expr& next, Frame& frame, Value& storage);
  const Value* find_in_context(const Value& name, Context& context);
  const Value* own_copy(const Value& name, const Value& original);
  Value eval_name(const Name& node, Frame& frame);
  Value eval_special(const Name& node, Frame& frame);
  Value attribute_of(const Value& base, const Attribute& node);
  Value eval_item(const Item& node, Frame& frame);
  Value eval_slice(const SliceExpr& node, Frame& frame);
  Value eval_compare(const Compare& node, Frame& frame);
  Value eval_concat(const Sequence& node, Frame& frame);
  void append_concat(const Sequence& node, Frame& frame, std::vector<Note::Span>& spans);
  void append_rest(const Sequence& node, std::size_t from, const Value& first, std::size_t start, Frame& frame,
                   std::vector<Note::Span>& spans);
  List eval_parts(const Sequence& node, Frame& frame, bool& safe);
  void note_part(const Sequence& node, const Expr& item, const Value& value, std::size_t begin,
                 std::vector<Note::Span>& spans) const;
  static Value text_with(std::string_view text, std::vector<Note::Span> spans, bool safe);
  Value concat_with_map(const Sequence& node, Frame& frame);
  Value eval_items(const Sequence& node, Frame& frame);
  Value eval_map(const MapExpr& node, Frame& frame);
  Value eval_conditional(const Conditional& node, Frame& frame);
  Value eval_logical(const Binary& node, Frame& frame);
  bool test(const Expr& node, Frame& frame);

  // --- calls ---
  Value eval_call(const Call& node, Frame& frame);
  Value eval_filter(const FilterExpr& node, Frame& frame, const Value* block_text = nullptr);
  Value eval_default(const FilterExpr& node, Frame& frame);
  Value apply_filters(const Expr& chain, const Value& text, Frame& frame);
  Value eval_test(const TestExpr& node, Frame& frame);
  void eval_arguments(const CallArguments& node, Frame& frame, ArgumentBuffer& arguments);
  Value call_at(const Value& callee, ArgumentBuffer& arguments, const Expr& node, Frame& frame);
  bool call_method(const Call& node, const Attribute& callee, Frame& frame, Value& result);
  /// Prints what a macro, block or recursive loop gives; false for callables of other kinds.
  bool call_printing(const Value& callee, ArgumentBuffer& arguments, const Expr& node, Frame& frame);
  void run_macro(const MacroObject& macro, ArgumentBuffer& arguments, const Expr* at, Frame* frame);
  bool run_macro_directly(const Value& callee, const Call& node, Frame& frame);
  Frame& begin_macro(const MacroObject& macro, SlotStack::Run& run, Frame& own);
  void run_bound(const MacroObject& macro, Frame& inner, const Expr* at, Frame* frame);
  void bind_macro(const MacroObject& macro, ArgumentBuffer& arguments, Frame& inner);
  void bind_keywords(const MacroObject& macro, ArgumentBuffer& arguments, Frame& inner);
  void bind_defaults(const MacroDefinition& macro, Frame& inner);
  [[noreturn]] void unexpected_keyword(const MacroDefinition& macro, const Value& keyword) const;
  Closure& make_closure(const Unit& unit);
  Value call_host(const Native& native, const Value& self, ArgumentBuffer& arguments);
  Value carry_spans(const Value& input, Value result);
  void run_recursion(const LoopObject& loop, ArgumentBuffer& arguments);
  Value call_loop_member(LoopObject& loop, LoopMember which, ArgumentBuffer& arguments);

  /// An import while its template runs.
  struct Importing {
    std::size_t captures;    ///< that are open when its own text is being made
    std::string not_text{};  ///< set: its text is no text, which is an error for whoever prints it
  };

  // --- output ---
  struct Capture {
    std::size_t start;
    std::size_t first_span;
  };
  Capture begin_capture() {
    ++captures_;
    return {out_.size(), map_ == nullptr ? 0 : map_->span_count()};
  }
  /// Takes the output since begin_capture() away as a text.
  Value end_capture(const Capture& capture, bool safe);
  /// Before the value is appended: where its text comes from.
  void record_value(const Value& value, const Expr& node);
  /// Now and then, because it asks the clock.
  void check_limits();

  // --- errors ---
  /// In a handler: throws what is being handled on, as a Failure with a place.
  [[noreturn]] void rethrow(const Frame& frame, std::uint32_t offset, std::uint32_t length) const;
  [[noreturn]] void rethrow_from(const Stmt& stmt, const Frame& frame) const;
  static void move_to_statement(Failure& failure, const Stmt& stmt, const Frame& frame);
  void place(Failure& failure, const Frame& frame, std::uint32_t offset, std::uint32_t length) const;
  Failure placed(Failure failure, const Frame& frame, std::uint32_t offset, std::uint32_t length) const;
  void add_trace(Failure& failure, std::string what, const Frame& frame, std::uint32_t offset,
                 std::uint32_t length) const;
  std::vector<Variable> visible_variables(const Frame& frame, std::uint32_t offset) const;
  std::string near_name(std::string_view name, const Frame& frame) const;

  // While a template, macro or block runs: depth, place in the map, autoescape of native code.
  struct Inside {
    Inside(Evaluator& evaluator, bool autoescape);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    Evaluator& self;
    bool autoescape_before;
    std::uint32_t place_before;
  };
  void enter_place(SourceMap::Step step, std::string_view name, const CompiledTemplate& callee, std::uint32_t offset,
                   std::uint32_t length);

  const Options& options_;
  const Registry& registry_;
  const Environment& environment_;
  const Map& base_;
  SourceMap* map_;
  const bool copies_;
  OutputBuffer out_;
  std::uint64_t steps_ = 0;
  std::uint64_t next_check_ = 0;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::uint64_t random_ = 0;
  int depth_ = 0;
  bool autoescape_ = false;
  std::uint32_t place_ = 0;
  LoopObject* innermost_loop_ = nullptr;
  StackGuard stack_;
  SlotStack slot_stack_;
  Map copied_;  ///< with copies_: the context's values that were looked up
  std::vector<std::unique_ptr<Context>> contexts_;
  std::vector<Value> closures_;
  std::vector<Value> adopted_;  ///< emptied at the end: what may hold itself
  std::vector<std::shared_ptr<const CompiledTemplate>> templates_;
  std::vector<std::pair<const CompiledTemplate*, Value>> modules_;  ///< of imports without context
  std::size_t captures_ = 0;                                        ///< that are open
  Importing* importing_ = nullptr;                                  ///< the innermost import that runs
};

}  // namespace sailmaker::jinja
