#include "jinja/compiled_template.h"
#include "jinja/evaluator.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/print.h"

// Expressions: eval() puts places on errors and hands over to one function a kind of node.

namespace sailmaker::jinja {

namespace {

bool is_scalar(const Value& value) { return !value.is_list() && !value.is_map() && !value.is_object(); }

}  // namespace

Value Evaluator::eval(const Expr& node, Frame& frame) {
  if (node.kind == ExprKind::constant) return *static_cast<const Constant&>(node).value;
  stack_.check();
  charge(1);
  try {
    return dispatch(node, frame);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, node.offset, node.length);
  }
}

Value Evaluator::dispatch(const Expr& node, Frame& frame) {
  switch (node.kind) {
    case ExprKind::constant: return *static_cast<const Constant&>(node).value;
    case ExprKind::name: return eval_name(static_cast<const Name&>(node), frame);
    case ExprKind::attribute: {
      Value storage;
      const Value& found = peek_attribute(static_cast<const Attribute&>(node), frame, storage);
      if (&found == &storage) return storage;
      return found;
    }
    case ExprKind::item: return eval_item(static_cast<const Item&>(node), frame);
    case ExprKind::slice: return eval_slice(static_cast<const SliceExpr&>(node), frame);
    case ExprKind::call: return eval_call(static_cast<const Call&>(node), frame);
    case ExprKind::filter: return eval_filter(static_cast<const FilterExpr&>(node), frame);
    case ExprKind::test: return eval_test(static_cast<const TestExpr&>(node), frame);
    case ExprKind::negate: return negate(eval(*static_cast<const Unary&>(node).operand, frame));
    case ExprKind::plus: return plus(eval(*static_cast<const Unary&>(node).operand, frame));
    case ExprKind::invert: return !test(*static_cast<const Unary&>(node).operand, frame);
    case ExprKind::compare: return eval_compare(static_cast<const Compare&>(node), frame);
    case ExprKind::concat: return eval_concat(static_cast<const Sequence&>(node), frame);
    case ExprKind::logical_and:
    case ExprKind::logical_or: return eval_logical(static_cast<const Binary&>(node), frame);
    case ExprKind::conditional: return eval_conditional(static_cast<const Conditional&>(node), frame);
    case ExprKind::list:
    case ExprKind::tuple: return eval_items(static_cast<const Sequence&>(node), frame);
    case ExprKind::map: return eval_map(static_cast<const MapExpr&>(node), frame);
    default: {
      const auto& binary = static_cast<const Binary&>(node);
      Value left_storage, right_storage;
      const Value& left = peek_before(*binary.left, *binary.right, frame, left_storage);
      const Value& right = peek(*binary.right, frame, right_storage);
      return arithmetic(*this, node.kind, left, right);
    }
  }
}

const Value& Evaluator::peek_other(const Expr& node, Frame& frame, Value& storage) {
  if (node.kind == ExprKind::constant) return *static_cast<const Constant&>(node).value;
  if (node.kind == ExprKind::attribute) return peek_attribute(static_cast<const Attribute&>(node), frame, storage);
  storage = eval(node, frame);
  return storage;
}

// Down a chain of maps without touching a count.
const Value& Evaluator::peek_attribute(const Attribute& node, Frame& frame, Value& storage) {
  stack_.check();
  const Value& base = peek(*node.base, frame, storage);
  if (base.is_map() && node.method == nullptr) {
    if (const Value* found = base.as_map().find_key(*node.key)) return *found;
  }
  const Family family = family_of(base);
  if (family == Family::loop && node.loop_member != LoopMember::none)
    return peek_loop_member(node, base, frame, storage);
  if (family == Family::module && node.method == nullptr) {
    if (const Value* found = as<Module>(base).exports.find_key(*node.key)) return *found;
  }
  if (family == Family::space && node.method == nullptr) {
    if (const Value* found = as<Namespace>(base).members.find_key(*node.key)) return storage = Value(*found);
  }
  charge(1);
  try {
    storage = attribute_of(base, node);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, node.offset, node.length);
  }
  return storage;
}

const Value& Evaluator::peek_loop_member(const Attribute& node, const Value& base, Frame& frame, Value& storage) {
  try {
    Value member = as<LoopObject>(base).get(node.loop_member);
    if (is_missing(member)) member = attribute_of(base, node);
    return storage = std::move(member);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, node.offset, node.length);
  }
}

Value Evaluator::attribute_of(const Value& base, const Attribute& node) {
  // A member may compute, and so change where `base` stands.
  const Value held = base;  // NOLINT(performance-unnecessary-copy-initialization)
  return get_attribute(held, *node.key, node.method);
}

const Value* Evaluator::find_outer_name(const Name& node, Frame& frame) {
  for (const Slot slot : node.slots) {
    const Frame* at = &frame;
    for (std::uint16_t hops = slot.hops; hops > 0; --hops) at = at->outer;
    const Value& value = at->slots[slot.index];
    if (!is_missing(value)) return &value;
  }
  if (node.is_parameter || node.is_hidden || node.special != Special::none) return nullptr;
  return find_in_context(*node.key, *frame.context);
}

const Value* Evaluator::find_in_context(const Value& name, Context& context) {
  for (const Context* at = &context; at != nullptr; at = at->parent) {
    if (!at->exports.empty()) {
      if (const Value* found = at->exports.find_key(name)) return found;
    }
    if (!at->locals.empty()) {
      if (const Value* found = at->locals.find_key(name)) return found;
    }
    if (at->base != nullptr) {
      if (const Value* found = at->base->find_key(name)) return copies_ ? own_copy(name, *found) : found;
    }
  }
  const Value* global = registry_.globals.find_key(name);
  return global != nullptr && copies_ ? own_copy(name, *global) : global;
}

namespace {

// Lists and maps all the way down, marked as this render's own.
Value deep_copy(const Value& value, int depth) {
  if (depth > kDeepestValue) throw TooDeep{};
  if (value.is_list()) {
    List items;
    items.reserve(value.as_list().size());
    for (const Value& item : value.as_list()) items.push_back(deep_copy(item, depth + 1));
    return make_list(std::move(items));
  }
  if (!value.is_map()) return value;
  Map map;
  map.reserve(value.as_map().size());
  for (const Map::Entry& entry : value.as_map()) map.set(entry.key, deep_copy(entry.value, depth + 1));
  return make_map(std::move(map));
}

}  // namespace

const Value* Evaluator::own_copy(const Value& name, const Value& original) {
  if (!original.is_list() && !original.is_map()) return &original;
  if (const Value* made = copied_.find_key(name)) return made;
  // Entries move when the map grows, so what others point at is shared content, not the entry.
  copied_.reserve(base_.size() + registry_.globals.size());
  copied_.set(name, deep_copy(original, 0));
  return copied_.find_key(name);
}

Value Evaluator::own(Value made) const {
  if (copies_) return deep_copy(made, 0);
  return made;
}

Value Evaluator::eval_name(const Name& node, Frame& frame) {
  if (const Value* found = find_name(node, frame)) return *found;
  if (node.special != Special::none) return eval_special(node, frame);
  Value made = node.is_parameter ? make_undefined("parameter '" + std::string(node.name) + "' was not provided")
                                 : make_undefined(missing(), *node.key);
  as<Undefined>(made).offset = node.offset;
  as<Undefined>(made).length = node.length;
  return made;
}

Value Evaluator::eval_special(const Name& node, Frame& frame) {
  if (node.special == Special::self) return make_object<SelfObject>(*frame.context);
  const Frame* at = &frame;
  while (at->chain == nullptr && at->outer != nullptr) at = at->outer;
  if (at->chain == nullptr || at->level + 1 >= at->chain->versions.size()) {
    return make_undefined("there is no parent block called " + (at->chain == nullptr ? "" : to_repr(*at->chain->name)));
  }
  return make_object<BlockObject>(*frame.context, at->chain->name->as_string(), at->level + 1);
}

Value Evaluator::make_undefined(Value object, Value name) const {
  return make_object<Undefined>(options_.undefined, std::move(object), std::move(name));
}

Value Evaluator::make_undefined(std::string message) const {
  return make_object<Undefined>(options_.undefined, missing(), Value(), std::move(message));
}

Value Evaluator::eval_or_missing(const Expr& node, Frame& frame) {
  if (node.kind == ExprKind::name) {
    const Value* found = find_name(static_cast<const Name&>(node), frame);
    if (found != nullptr) return is_undefined(*found) ? missing() : *found;
    if (static_cast<const Name&>(node).special == Special::none) return missing();
  }
  if (node.kind == ExprKind::attribute) {
    const auto& attribute = static_cast<const Attribute&>(node);
    Value storage;
    const Value& base = peek(*attribute.base, frame, storage);
    if (base.is_map() && attribute.method == nullptr) {
      const Value* found = base.as_map().find_key(*attribute.key);
      return found == nullptr ? missing() : *found;
    }
  }
  Value value = eval(node, frame);
  return is_undefined(value) ? missing() : value;
}

// Whether evaluating it changes nothing that peek() may have shown.
bool Evaluator::is_plain(const Expr& node) {
  if (node.kind == ExprKind::attribute) return static_cast<const Attribute&>(node).base->kind == ExprKind::name;
  return node.kind == ExprKind::constant || node.kind == ExprKind::name;
}

// peek(), for a value that must outlast the evaluation of `next`.
const Value& Evaluator::peek_before(const Expr& node, const Expr& next, Frame& frame, Value& storage) {
  if (is_plain(next)) return peek(node, frame, storage);
  storage = eval(node, frame);
  return storage;
}

Value Evaluator::eval_compare(const Compare& node, Frame& frame) {
  if (node.rest.size() == 1) {
    const Comparison& only = node.rest.front();
    Value left_storage, right_storage;
    const Value& left = peek_before(*node.left, *only.operand, frame, left_storage);
    const Value& right = peek(*only.operand, frame, right_storage);
    if (left.is_inner_text() && right.is_inner_text()) {
      if (only.op == CompareOp::eq) return left.same_as(right);
      if (only.op == CompareOp::ne) return !left.same_as(right);
    }
    charge_comparison(only.op, left, right);
    return compare(only.op, left, right);
  }
  Value left = eval(*node.left, frame);
  for (const Comparison& next : node.rest) {
    Value right = eval(*next.operand, frame);
    charge_comparison(next.op, left, right);
    if (!compare(next.op, left, right)) return false;
    left = std::move(right);
  }
  return true;
}

// Appends to the output what a concatenation makes where nothing is escaped. With a source map, parts that know where
// their text comes from make `spans`; as long as there is none, the place of whatever prints this is all there is to
// say.
void Evaluator::append_concat(const Sequence& node, Frame& frame, std::vector<Note::Span>& spans) {
  const std::size_t start = out_.size();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Expr& item = *node.items[i];
    Value storage;
    const Value& value = peek(item, frame, storage);
    if (map_ != nullptr) note_part(node, item, value, out_.size() - start, spans);
    if (value.is_inner_text()) {
      out_.append_inner_text(value);
    } else if (value.is_string()) {
      out_.append(value.as_string());
    } else if (value.is_integer()) {
      out_.append_integer(value.as_integer());
    } else if (is_scalar(value) || i + 1 == node.items.size()) {
      check_soft_use(value);
      out_.append(to_str(value));
    } else {
      append_rest(node, i, value, start, frame, spans);
      break;
    }
  }
  charge_text(out_.size() - start);
}

// The parts from `from` on, of which the first may still be changed, or fail to be text, after the others have their
// values.
void Evaluator::append_rest(const Sequence& node, std::size_t from, const Value& first, std::size_t start, Frame& frame,
                            std::vector<Note::Span>& spans) {
  List parts{first};
  for (std::size_t i = from + 1; i < node.items.size(); ++i) parts.push_back(eval(*node.items[i], frame));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (map_ != nullptr && i > 0) note_part(node, *node.items[from + i], parts[i], out_.size() - start, spans);
    check_soft_use(parts[i]);
    out_.append(to_str(parts[i]));
  }
}

// The parts' values, before any of them becomes text; `safe` when one of them is.
List Evaluator::eval_parts(const Sequence& node, Frame& frame, bool& safe) {
  List parts;
  parts.reserve(node.items.size());
  for (const Expr* item : node.items) parts.push_back(eval(*item, frame));
  std::for_each(parts.begin(), parts.end(), check_soft_use);
  safe = std::any_of(parts.begin(), parts.end(), is_safe);
  return parts;
}

Value Evaluator::eval_concat(const Sequence& node, Frame& frame) {
  if (!frame.autoescape || node.is_plain) {
    const std::size_t start = out_.size();
    std::vector<Note::Span> spans;
    append_concat(node, frame, spans);
    const std::string_view made = out_.view().substr(start);
    Value value = spans.empty() ? Value(made) : text_with(made, std::move(spans), false);
    out_.cut(start);
    return value;
  }
  if (map_ != nullptr) return concat_with_map(node, frame);
  bool safe = false;
  const List parts = eval_parts(node, frame, safe);
  std::string text;
  for (const Value& part : parts) {
    if (safe && !is_safe(part))
      append_escaped(text, to_str(part));
    else
      append_str(text, part);
  }
  charge_text(text.size());
  return safe ? make_safe(text) : Value(std::string_view(text));
}

Value Evaluator::eval_items(const Sequence& node, Frame& frame) {
  List items;
  items.reserve(node.items.size());
  for (const Expr* item : node.items) items.push_back(eval(*item, frame));
  return node.kind == ExprKind::list ? make_list(std::move(items)) : make_tuple(std::move(items));
}

Value Evaluator::eval_map(const MapExpr& node, Frame& frame) {
  Map map;
  map.reserve(node.keys.size());
  std::optional<Failure>
      wrong;  // a key that a map cannot have: told when all entries have their values, as Python does
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    Value key = eval(*node.keys[i], frame);
    Value value = eval(*node.values[i], frame);
    try {
      check_hashable(key);
    } catch (Failure& failure) {
      if (!wrong) wrong.emplace(std::move(failure));
      continue;
    }
    map.set(std::move(key), std::move(value));
  }
  if (wrong) throw std::move(*wrong);
  return make_map(std::move(map));
}

Value Evaluator::eval_conditional(const Conditional& node, Frame& frame) {
  if (test(*node.test, frame)) return eval(*node.yes, frame);
  if (node.no != nullptr) return eval(*node.no, frame);
  return make_object<Undefined>(UndefinedKind::plain, missing(), Value(),
                                "the inline if-expression evaluated to false and no else section was defined");
}

Value Evaluator::eval_logical(const Binary& node, Frame& frame) {
  Value left = eval(*node.left, frame);
  if (truth(left) == (node.kind == ExprKind::logical_or)) return left;
  return eval(*node.right, frame);
}

bool Evaluator::test(const Expr& node, Frame& frame) {
  Value storage;
  const Value& value = peek(node, frame, storage);
  return value.is_boolean() ? value.as_boolean() : truth(value);
}

bool Evaluator::truth(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return false;
    case Kind::boolean: return value.as_boolean();
    case Kind::integer: return value.as_integer() != 0;
    case Kind::real: return value.as_real() != 0;
    case Kind::string: return !value.as_string().empty();
    case Kind::list: return !value.as_list().empty();
    case Kind::map: return !value.as_map().empty();
    case Kind::big_integer: return true;
    case Kind::object: break;
  }
  if (is_undefined(value)) return check_soft_use(value), false;
  if (family_of(value) == Family::range) return as<Range>(value).size != 0;
  return length_of(value).value_or(1) != 0;
}

std::size_t Evaluator::random(std::size_t below) {
  // SplitMix64.
  random_ += 0x9E3779B97F4A7C15;
  std::uint64_t mixed = (random_ ^ (random_ >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  return (mixed ^ (mixed >> 31)) % below;
}

void Evaluator::charge_text(std::size_t bytes) {
  if (bytes > options_.limits.output) {
    fail(type::kLimit, "a text longer than " + std::to_string(options_.limits.output) + " bytes");
  }
  charge(bytes / 8);
}

namespace {

// How many pairs of values a comparison looks at, at most: what stands in the same value, or in a map of another size,
// needs no look, and of lists only what both have. Stops counting above `most`.
std::uint64_t pairs_of(const Value& left, const Value& right, std::uint64_t most, int depth) {
  std::uint64_t pairs = left.is_string() ? 1 + left.as_string().size() / 64 : 1;
  if (depth > 200 || left.same_as(right)) return pairs;
  const List* a = items_of(left);
  const List* b = items_of(right);
  if (a != nullptr && b != nullptr) {
    const std::size_t common = depth > 0 && a->size() != b->size() ? 0 : std::min(a->size(), b->size());
    for (std::size_t i = 0; i < common && pairs <= most; ++i) {
      pairs += pairs_of((*a)[i], (*b)[i], most - pairs, depth + 1);
    }
  } else if (left.is_map() && right.is_map() && left.as_map().size() == right.as_map().size()) {
    for (const Map::Entry& entry : left.as_map()) {
      if (pairs > most) break;
      const Value* other = right.as_map().find_key(entry.key);
      pairs += 1 + (other != nullptr ? pairs_of(entry.value, *other, most - pairs, depth + 1) : 0);
    }
  }
  return pairs;
}

}  // namespace

void Evaluator::charge_comparison(CompareOp op, const Value& left, const Value& right) {
  if (right.is_string()) return charge(right.as_string().size() / 64);
  const List* items = items_of(right);
  if (is_scalar(left) || is_scalar(right)) {
    if (items != nullptr) charge(items->size() / 8);
    return;
  }
  const std::uint64_t most = options_.limits.steps;
  std::uint64_t pairs = 0;
  if (op != CompareOp::in && op != CompareOp::not_in) {
    pairs = pairs_of(left, right, most, 0);
  } else if (items != nullptr) {
    for (const Value& item : *items) {
      if (pairs <= most) pairs += pairs_of(left, item, most - pairs, 0);
    }
  }
  charge(pairs <= most ? pairs / 4 : pairs);
}

void Evaluator::charge_items(std::size_t count) {
  if (count > options_.limits.range) {
    fail(type::kLimit, "a list of more than " + std::to_string(options_.limits.range) + " items");
  }
  charge(count);
}

}  // namespace sailmaker::jinja
