#include "jinja/compiled_template.h"
#include "jinja/evaluator.h"
#include "jinja/iterate.h"
#include "jinja/loop_members.h"
#include "jinja/operators.h"

// Loops. Elements are taken one by one, as Jinja2 does: the body sees what was changed meanwhile, and of two errors the
// same one comes first.

namespace sailmaker::jinja {

struct LoopWalk {
  Cursor cursor;
  List taken;  // all the rest, once its length was asked for
  std::size_t next_taken = 0;
  bool all_taken = false;
  Value before = missing();
  Value current = missing();
  Value after = missing();
};

// --- what the tag does ---

Flow Evaluator::execute_for(const For& node, Frame& frame) {
  stack_.check();
  const Flow flow = run_loop(node, frame, eval(*node.iterable, frame), 0);
  clear(node.slots, frame);
  return flow;
}

Flow Evaluator::run_loop(const For& node, Frame& frame, const Value& iterable, std::int64_t depth0) {
  const bool completed =
      node.uses_loop ? run_counted(node, frame, iterable, depth0) : run_rounds(node, frame, iterable);
  if (completed || node.otherwise.empty()) return Flow::on;
  clear(node.slots, frame);
  return execute(node.otherwise, frame);
}

// The next element that the loop's `if` lets through; its slots are used for that.
bool Evaluator::next_element(const For& node, Frame& frame, Cursor& cursor, Value& element) {
  while (cursor.next(element)) {
    charge(1);
    if (node.filter == nullptr) return true;
    clear(node.slots, frame);
    assign(*node.target, element, frame);
    if (!test(*node.filter, frame)) continue;
    if (node.uses_loop) element = value_of(*node.target, frame);
    return true;
  }
  return false;
}

// What the variables hold, which is what Jinja2's function for a loop's `if` gives on to the loop.
Value Evaluator::value_of(const Target& target, Frame& frame) {
  if (target.kind == TargetKind::name) return frame.slots[target.slot];
  List items;
  for (const Target* item : target.items) items.push_back(value_of(*item, frame));
  return make_tuple(std::move(items));
}

bool Evaluator::peek_element(const For& node, Frame& frame, Cursor& cursor, Value& element) {
  Value* const first = frame.slots + node.slots.first;
  List saved(first, first + node.slots.count);
  bool found = false;
  try {
    found = next_element(node, frame, cursor, element);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow_from(node, frame);
  }
  std::move(saved.begin(), saved.end(), first);
  return found;
}

// True when a round came to the end of the body.
bool Evaluator::run_rounds(const For& node, Frame& frame, const Value& iterable) {
  bool completed = false;
  const auto body = [&] {
    const Flow flow = execute(node.body, frame);
    completed = completed || flow == Flow::on;
    return flow != Flow::stop;
  };
  const List* items = node.filter == nullptr ? items_of(iterable) : nullptr;
  if (items != nullptr) {
    // It may grow meanwhile.
    for (std::size_t i = 0; i < items->size(); ++i) {
      begin_round(node, (*items)[i], frame);
      if (!body()) break;
    }
    return completed;
  }
  Cursor cursor(iterable);
  if (cursor.gives_pairs() && is_pair(*node.target) && node.filter == nullptr) {
    while (const Map::Entry* entry = cursor.next_pair()) {
      charge(1);
      clear(node.slots, frame);
      frame.slots[node.target->items[0]->slot] = entry->key;
      frame.slots[node.target->items[1]->slot] = entry->value;
      if (!body()) break;
    }
    return completed;
  }
  for (Value element; next_element(node, frame, cursor, element);) {
    begin_round(node, element, frame);
    if (!body()) break;
  }
  return completed;
}

void Evaluator::begin_round(const For& node, const Value& element, Frame& frame) {
  charge(1);
  if (node.slots.count != 1) clear(node.slots, frame);
  if (node.target->kind == TargetKind::name) {
    frame.slots[node.target->slot] = element;
  } else {
    assign(*node.target, element, frame);
  }
}

// The same; `loop` mostly stands in its slot already.
void Evaluator::begin_counted_round(const For& node, const Value& element, const Value& loop, Frame& frame) {
  if (node.target->kind != TargetKind::name || !frame.slots[node.loop_slot].same_as(loop)) {
    begin_round(node, element, frame);
    frame.slots[node.loop_slot] = loop;
    return;
  }
  charge(1);
  Value* const first = frame.slots + node.slots.first;
  for (Value* slot = first; slot != first + node.slots.count; ++slot) {
    if (slot != frame.slots + node.loop_slot) *slot = kMissing;
  }
  frame.slots[node.target->slot] = element;
}

// Two plain names.
bool Evaluator::is_pair(const Target& target) {
  return target.kind == TargetKind::tuple && target.items.size() == 2 && target.items[0]->kind == TargetKind::name &&
         target.items[1]->kind == TargetKind::name;
}

namespace {

// A loop that goes on, known to the evaluator as long as this stands.
class Going {
 public:
  Going(LoopObject*& innermost, LoopObject& loop) : innermost_(innermost), loop_(loop), around_(innermost) {
    loop.around = innermost;
    innermost = &loop;
  }
  ~Going() {
    loop_.end();
    innermost_ = around_;
  }
  Going(const Going&) = delete;
  Going& operator=(const Going&) = delete;

 private:
  LoopObject*& innermost_;
  LoopObject& loop_;
  LoopObject* const around_;
};

}  // namespace

bool Evaluator::run_counted(const For& node, Frame& frame, const Value& iterable, std::int64_t depth0) {
  const Value loop = make_object<LoopObject>(*this, node, frame, iterable, depth0);
  LoopObject& state = as<LoopObject>(loop);
  const Going going(innermost_loop_, state);
  bool completed = false;
  for (Value storage; const Value* element = state.next_round(storage);) {
    begin_counted_round(node, *element, loop, frame);
    const Flow flow = execute(node.body, frame);
    if (flow == Flow::stop) break;
    completed = completed || flow == Flow::on;
  }
  return completed;
}

void Evaluator::check_mutable(const Value& container) {
  if (container.scratch() == 0) throw NeedsCopies{};
  for (LoopObject* loop = innermost_loop_; loop != nullptr; loop = loop->around) {
    if (loop->walk == nullptr && loop->iterable.same_as(container)) loop->keep_neighbours();
  }
}

// --- what `loop` does ---

void Evaluator::run_recursion(const LoopObject& loop, ArgumentBuffer& arguments) {
  if (!loop.node.recursive || !loop.alive) {
    fail(type::kType, "the loop must have the 'recursive' marker to be called recursively");
  }
  if (arguments.size() != 1 || !arguments.keywords().empty()) type_error("loop() takes the one iterable to go through");
  const Inside inside(*this, loop.frame.autoescape);
  // The rounds below use the same slots.
  const SlotRange range = loop.node.slots;
  List saved(loop.frame.slots + range.first, loop.frame.slots + range.first + range.count);
  try {
    run_loop(loop.node, loop.frame, arguments.values()[0], loop.depth0 + 1);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    // What cannot be gone through is the loop's matter, wherever it came from.
    rethrow_from(loop.node, loop.frame);
  }
  std::move(saved.begin(), saved.end(), loop.frame.slots + range.first);
}

Value Evaluator::call_loop_member(LoopObject& loop, LoopMember which, ArgumentBuffer& arguments) {
  if (!arguments.keywords().empty()) type_error("a method of loop takes no keyword arguments");
  std::span<Value> values = arguments.values();
  if (which == LoopMember::cycle) {
    if (values.empty()) type_error("no items for cycling given");
    return values[static_cast<std::size_t>(loop.index0) % values.size()];
  }
  Value now = make_tuple(List(values.begin(), values.end()));
  if (!is_missing(loop.last_changed) && equals(loop.last_changed, now)) return false;
  loop.last_changed = std::move(now);
  return true;
}

// --- what `loop` knows ---

LoopObject::LoopObject(Evaluator& its_evaluator, const For& its_node, Frame& its_frame, Value its_iterable,
                       std::int64_t its_depth)
    : EngineObject(Family::loop),
      evaluator(its_evaluator),
      node(its_node),
      frame(its_frame),
      iterable(std::move(its_iterable)),
      depth0(its_depth) {
  if (node.filter != nullptr || items_of(iterable) == nullptr) {
    walk = std::make_unique<LoopWalk>();
    walk->cursor = Cursor(iterable);
  }
}

LoopObject::~LoopObject() = default;

const Value* LoopObject::next_round(Value& storage) {
  if (walk == nullptr) {
    const List& items = *items_of(iterable);
    peeked_ = false;
    if (static_cast<std::size_t>(index0 + 1) >= items.size()) return nullptr;
    return &items[static_cast<std::size_t>(++index0)];
  }
  storage = std::exchange(walk->after, missing());
  if (is_missing(storage) && !fetch(storage)) return nullptr;
  ++index0;
  walk->before = std::exchange(walk->current, storage);
  return &storage;
}

void LoopObject::end() {
  alive = false;
  last_changed = missing();
  // Its `if` would need variables that are gone now.
  if (walk != nullptr && node.filter != nullptr) walk->cursor = Cursor();
}

bool LoopObject::fetch(Value& element) const {
  if (!walk->all_taken) return evaluator.next_element(node, frame, walk->cursor, element);
  if (walk->next_taken == walk->taken.size()) return false;
  element = std::move(walk->taken[walk->next_taken++]);
  return true;
}

// The same in the middle of a round.
bool LoopObject::fetch_ahead(Value& element) const {
  if (node.filter == nullptr || walk->all_taken) return fetch(element);
  return evaluator.peek_element(node, frame, walk->cursor, element);
}

Value LoopObject::next() const {
  if (walk == nullptr) {
    const List& items = *items_of(iterable);
    peeked_ = true;
    const auto at = static_cast<std::size_t>(index0 + 1);
    return at < items.size() ? items[at] : missing();
  }
  Value element;
  if (is_missing(walk->after) && fetch_ahead(element)) walk->after = std::move(element);
  return walk->after;
}

bool LoopObject::is_last() const {
  if (walk != nullptr) return is_missing(next());
  peeked_ = true;
  return static_cast<std::size_t>(index0 + 1) >= items_of(iterable)->size();
}

Value LoopObject::previous() const {
  if (index0 <= 0) return missing();
  return walk != nullptr ? walk->before : (*items_of(iterable))[static_cast<std::size_t>(index0 - 1)];
}

std::int64_t LoopObject::length() const {
  if (length_ >= 0) return length_;
  const std::optional<std::size_t> known = node.filter == nullptr ? length_of(iterable) : std::nullopt;
  if (known) return length_ = static_cast<std::int64_t>(*known);
  List rest;
  for (Value element; fetch_ahead(element);) rest.push_back(std::move(element));
  walk->taken = std::move(rest);
  walk->next_taken = 0;
  walk->all_taken = true;
  const std::int64_t seen = index0 + 1 + (is_missing(walk->after) ? 0 : 1);
  return length_ = seen + static_cast<std::int64_t>(walk->taken.size());
}

void LoopObject::keep_neighbours() {
  const List& items = *items_of(iterable);
  auto made = std::make_unique<LoopWalk>();
  const auto at = static_cast<std::size_t>(index0 + 1);
  made->before = previous();
  if (at > 0) made->current = items[at - 1];
  if (peeked_ && at < items.size()) made->after = items[at];
  made->cursor = peeked_ && at >= items.size() ? Cursor() : Cursor(iterable, at + (peeked_ ? 1 : 0));
  walk = std::move(made);
}

std::optional<Value> LoopObject::member(std::string_view name) const {
  const LoopMember which = find_loop_member(name);
  if (which == LoopMember::none || which == LoopMember::cycle || which == LoopMember::changed) return std::nullopt;
  Value value = get(which);
  if (is_missing(value)) return std::nullopt;
  return value;
}

Value LoopObject::get(LoopMember which) const {
  switch (which) {
    case LoopMember::index: return index0 + 1;
    case LoopMember::index0: return index0;
    case LoopMember::revindex: return length() - index0;
    case LoopMember::revindex0: return length() - index0 - 1;
    case LoopMember::first: return index0 == 0;
    case LoopMember::last: return is_last();
    case LoopMember::length: return length();
    case LoopMember::depth: return depth0 + 1;
    case LoopMember::depth0: return depth0;
    case LoopMember::previtem: return previous();
    case LoopMember::nextitem: return next();
    default: return missing();
  }
}

void LoopObject::repr(std::string& out, int) const {
  out += "<LoopContext " + std::to_string(index0 + 1) + "/" + std::to_string(length()) + ">";
}

}  // namespace sailmaker::jinja
