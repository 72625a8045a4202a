#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "value/value.h"

namespace sailmaker::jinja {

// The nodes of a template, made by the parser and completed by the resolver, which fills in the members marked
// "resolved". They live in the template's Arena and refer to its source and constants; none needs a destructor.

struct Filter;
struct Test;
struct Method;

enum class ExprKind : std::uint8_t {
  constant,
  name,
  attribute,
  item,
  slice,
  call,
  filter,
  test,
  negate,
  plus,
  invert,
  add,
  subtract,
  multiply,
  divide,
  floor_divide,
  modulo,
  power,
  compare,
  concat,
  logical_and,
  logical_or,
  conditional,
  list,
  tuple,
  map,
};

struct Expr {
  ExprKind kind;
  std::uint32_t offset = 0;  ///< where it begins in the source
  std::uint32_t length = 1;
};

struct Constant : Expr {
  const Value* value = nullptr;
};

/// A variable of a scope: `hops` units outwards from the one at hand, then the slot there.
struct Slot {
  std::uint16_t hops = 0;
  std::uint16_t index = 0;
};

/// Names with a meaning of their own where they are not variables.
enum class Special : std::uint8_t { none, self, super };

struct Name : Expr {
  std::string_view name;
  const Value* key = nullptr;
  std::span<const Slot> slots;      ///< resolved: to be tried in order, innermost first; then the context
  bool is_local = false;            ///< resolved: the first slot stands in the unit's own frame ...
  std::uint16_t local_slot = 0;     ///< ... here
  bool is_parameter = false;        ///< resolved: the last slot is a macro's parameter, the context is not asked
  bool is_hidden = false;           ///< resolved: neither is it when no slot holds it
  Special special = Special::none;  ///< resolved
};

/// The members of `loop`, known by number.
enum class LoopMember : std::uint8_t {
  none,
  index,
  index0,
  revindex,
  revindex0,
  first,
  last,
  length,
  depth,
  depth0,
  previtem,
  nextitem,
  cycle,
  changed,
};

struct Attribute : Expr {
  Expr* base = nullptr;
  const Value* key = nullptr;
  const Method* method = nullptr;  ///< what the name means as a method of text, lists, maps or numbers
  LoopMember loop_member = LoopMember::none;
};

struct Item : Expr {
  Expr* base = nullptr;
  Expr* index = nullptr;
};

struct SliceExpr : Expr {
  Expr* base = nullptr;
  Expr* start = nullptr;  // each may be missing
  Expr* stop = nullptr;
  Expr* step = nullptr;
};

struct KeywordExpr {
  const Value* name = nullptr;
  Expr* value = nullptr;
};

struct CallArguments {
  std::span<Expr*> positional;
  std::span<KeywordExpr> keywords;
  Expr* star = nullptr;
  Expr* star_star = nullptr;
};

struct Call : Expr {
  Expr* callee = nullptr;
  CallArguments arguments;
};

struct FilterExpr : Expr {
  Expr* input = nullptr;  ///< null: the text of the block that this filters
  std::string_view name;
  CallArguments arguments;
  const Filter* filter = nullptr;  ///< resolved; null: unknown, an error when reached
  bool is_default = false;         ///< resolved: the built-in `default`, which never needs the undefined
};

struct TestExpr : Expr {
  Expr* input = nullptr;
  std::uint32_t is_offset = 0;  ///< of the word "is"
  std::string_view name;
  CallArguments arguments;
  const Test* test = nullptr;  ///< resolved, as for filters
  bool asks_presence = false;  ///< resolved: the built-in `defined` or `undefined`
  bool if_present = false;     ///< resolved: `defined`
};

struct Unary : Expr {
  Expr* operand = nullptr;
};

struct Binary : Expr {
  Expr* left = nullptr;
  Expr* right = nullptr;
};

enum class CompareOp : std::uint8_t { eq, ne, lt, le, gt, ge, in, not_in };

struct Comparison {
  CompareOp op;
  Expr* operand;
};

struct Compare : Expr {
  Expr* left = nullptr;
  std::span<Comparison> rest;
};

/// Concat, list and tuple.
struct Sequence : Expr {
  std::span<Expr*> items;
  bool is_plain = false;  ///< a concatenation that never escapes, see Parser::parse_autoescape
};

struct Conditional : Expr {
  Expr* test = nullptr;
  Expr* yes = nullptr;
  Expr* no = nullptr;  ///< may be missing
};

struct MapExpr : Expr {
  std::span<Expr*> keys;
  std::span<Expr*> values;
};

// --- what is assigned to ---

enum class TargetKind : std::uint8_t { name, tuple, member };

struct Target {
  TargetKind kind;
  std::uint32_t offset = 0;
  std::uint32_t length = 1;
  const Value* name = nullptr;  ///< of a variable, or of the member of a namespace
  std::span<Target*> items;     ///< of a tuple
  Name* space = nullptr;        ///< the namespace
  std::uint16_t slot = 0;       ///< resolved
  bool exported = false;        ///< resolved: at the top of a template, so its blocks and others can see it
  bool imported = false;        ///< resolved: by an import; those are not passed on to importers
};

// --- statements ---

enum class StmtKind : std::uint8_t {
  text,
  output,
  conditional,
  loop,
  set,
  set_block,
  with,
  macro,
  call_block,
  filter_block,
  evaluate,
  include,
  import,
  from_import,
  extends,
  block,
  autoescape,
  stop,
  next,
};

struct Stmt {
  StmtKind kind;
  bool is_line = false;  ///< a line statement
  std::uint32_t offset = 0;
  std::uint32_t length = 1;
  std::uint32_t word_offset = 0;  ///< of the tag's name, which may stand on a later line than the tag's beginning
};

using Body = std::span<Stmt*>;

/// A run of slots that a scope begins by clearing.
struct SlotRange {
  std::uint16_t first = 0;
  std::uint16_t count = 0;
};

/// What runs with slots of its own: a template's top level, a block, a macro, the body of a call block.
struct Unit {
  Body body;
  std::uint16_t slot_count = 0;  ///< resolved
  bool is_captured = false;      ///< resolved: macros inside may outlive a run of it
};

struct Text : Stmt {
  std::string_view text;
  bool is_verbatim = true;  ///< the source has the very same bytes at `offset`
};

struct Output : Stmt {
  Expr* value = nullptr;
};

struct Branch {
  Expr* test;
  Body body;
};

struct If : Stmt {
  std::span<Branch> branches;
  Body otherwise;
};

struct For : Stmt {
  Target* target = nullptr;
  Expr* iterable = nullptr;
  Expr* filter = nullptr;
  bool recursive = false;
  Body body;
  Body otherwise;
  // resolved:
  bool uses_loop = false;
  std::uint16_t loop_slot = 0;
  SlotRange slots;  ///< of the body, target and `loop` included
};

struct Set : Stmt {
  Target* target = nullptr;
  Expr* value = nullptr;
};

struct SetBlock : Stmt {
  Target* target = nullptr;
  Expr* filters = nullptr;  ///< a chain of FilterExpr, or missing
  Body body;
  SlotRange slots;
};

struct With : Stmt {
  std::span<Target*> targets;
  std::span<Expr*> values;
  Body body;
  SlotRange slots;
};

struct Parameter {
  Target* target = nullptr;
  Expr* otherwise = nullptr;  ///< its default, or missing
};

/// A macro, or the body of a call block.
struct MacroDefinition : Unit {
  const Value* name = nullptr;  ///< null: a call block's
  std::uint32_t offset = 0;
  std::uint32_t length = 1;
  std::span<Parameter> parameters;
  // resolved; a slot counts only where the body reads the name and no parameter has it
  bool uses_caller = false, uses_varargs = false, uses_kwargs = false;
  bool reads_caller = false;  ///< where `caller` is a parameter too
  std::uint16_t caller_slot = 0, varargs_slot = 0, kwargs_slot = 0;
};

struct Macro : Stmt {
  Target* target = nullptr;
  MacroDefinition* definition = nullptr;
};

struct CallBlock : Stmt {
  Call* call = nullptr;
  MacroDefinition* definition = nullptr;
};

struct FilterBlock : Stmt {
  Expr* filters = nullptr;
  Body body;
  SlotRange slots;
};

struct Evaluate : Stmt {
  Expr* value = nullptr;
};

/// A variable that an included template or a scoped block can see.
struct Visible {
  const Value* name;
  Slot slot;
};

struct Include : Stmt {
  Expr* name = nullptr;
  bool ignore_missing = false;
  bool with_context = true;
  std::span<Visible> visible;  ///< resolved; innermost last
};

struct Import : Stmt {
  Expr* name = nullptr;
  bool with_context = false;
  Target* target = nullptr;
  std::span<Visible> visible;
};

struct ImportedName {
  const Value* name;
  Target* target;
};

struct FromImport : Stmt {
  Expr* name = nullptr;
  bool with_context = false;
  std::span<ImportedName> names;
  std::span<Visible> visible;
};

struct Extends : Stmt {
  Expr* name = nullptr;
};

struct Block : Stmt, Unit {
  const Value* name = nullptr;
  std::uint32_t name_offset = 0;
  std::uint32_t end = 0;  ///< where the tag that ends it does
  bool is_scoped = false;
  bool is_required = false;
  bool is_at_top = false;   ///< resolved: in no scope but the template's own
  bool is_in_loop = false;  ///< resolved
  std::span<Visible> visible;
};

struct Autoescape : Stmt {
  Expr* enabled = nullptr;
  Body body;
  SlotRange slots;
};

}  // namespace sailmaker::jinja
