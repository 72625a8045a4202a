#include "base/unicode.h"
#include "jinja/big_integer.h"
#include "jinja/evaluator.h"
#include "jinja/iterate.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/unicode_class.h"

// x.name, x[key] and x[a:b:c].

namespace sailmaker::jinja {

namespace {

// The element at Python's index `i`; missing() outside.
Value element_at(const List& items, std::int64_t i) {
  const auto size = static_cast<std::int64_t>(items.size());
  if (i < 0) i += size;
  return i < 0 || i >= size ? missing() : items[static_cast<std::size_t>(i)];
}

Value character_at(const Value& text, std::int64_t i) {
  const std::string_view s = text.as_string();
  if (is_ascii(s)) {
    const auto size = static_cast<std::int64_t>(s.size());
    if (i < 0) i += size;
    return i < 0 || i >= size ? missing() : Value(s.substr(static_cast<std::size_t>(i), 1));
  }
  if (i < 0) i += static_cast<std::int64_t>(code_points(s));
  if (i < 0) return missing();
  for (std::size_t at = 0; at < s.size(); --i) {
    const std::size_t start = at;
    next_code_point(s, at);
    if (i == 0) return Value(s.substr(start, at - start));
  }
  return missing();
}

Value as_safe_as(const Value& origin, Value made) {
  if (made.is_string() && is_safe(origin)) return make_safe(made.as_string());
  return made;
}

Value group_member(const Tuple& tuple, std::string_view name) {
  if (!tuple.is_group) return missing();
  if (name == "grouper") return tuple.items[0];
  return name == "list" ? tuple.items[1] : missing();
}

bool is_number(const Value& value) { return is_int(value) || value.is_real(); }

Value object_member(const Value& base, std::string_view name) {
  std::optional<Value> member = base.as_object().member(name);
  return member ? std::move(*member) : missing();
}

}  // namespace

Value Evaluator::find_attribute(const Value& base, const Value& name, const Method* method) {
  if (const Native* native = method_for(method, base)) return make_object<BoundMethod>(base, *native);
  if (base.is_map()) {
    const Value* found = base.as_map().find_key(name);
    return found == nullptr ? missing() : *found;
  }
  if (!base.is_object()) return is_number(base) ? number_member(base, name.as_string()) : missing();
  switch (family_of(base)) {
    case Family::undefined: {
      const Undefined& undefined = as<Undefined>(base);
      if (undefined.kind != UndefinedKind::chainable) undefined.use();
      return base;
    }
    case Family::tuple: return group_member(as<Tuple>(base), name.as_string());
    case Family::self: {
      const SelfObject& self = as<SelfObject>(base);
      const BlockChain* chain = find_chain(*self.context.blocks, name);
      if (chain == nullptr) return missing();
      return make_object<BlockObject>(self.context, name.as_string(), 0);
    }
    case Family::block: {
      const BlockObject& block = as<BlockObject>(base);
      if (name.as_string() != "super") return missing();
      return make_object<BlockObject>(block.context, block.name, block.level + 1);
    }
    case Family::cycler:
      if (const Native* native = find_cycler_method(name.as_string())) return make_object<BoundMethod>(base, *native);
      return object_member(base, name.as_string());
    case Family::native: {
      const Native* native = find_global_method(as<NativeObject>(base).native, name.as_string());
      return native == nullptr ? missing() : make_object<BoundMethod>(base, *native);
    }
    case Family::other: return own(object_member(base, name.as_string()));
    default: return object_member(base, name.as_string());
  }
}

Value Evaluator::find_item(const Value& base, const Value& key) {
  if (base.is_map()) {
    check_soft_use(key);
    if (key.is_list() || key.is_map()) return missing();
    const Value* found = base.as_map().find_key(key);
    if (found != nullptr) return *found;
  }
  if (is_undefined(base)) return find_attribute(base, key, nullptr);
  std::int64_t i = 0;
  if (to_integer(key, i)) {
    if (const List* items = items_of(base)) return element_at(*items, i);
    if (base.is_string()) return as_safe_as(base, character_at(base, i));
    if (family_of(base) == Family::range) {
      const Range& range = as<Range>(base);
      if (i < 0 && range.wide) return range.from_end(i);
      if (i < 0) i += range.size;
      return i < 0 || i >= range.size ? missing() : range.at(i);
    }
    return missing();
  }
  return key.is_string() ? find_attribute(base, key, find_method(key.as_string())) : missing();
}

Value Evaluator::get_attribute(const Value& base, const Value& name, const Method* method) {
  Value found = find_attribute(base, name, method);
  if (!is_missing(found)) return found;
  if (family_of(base) == Family::loop && name == Value("previtem")) return make_undefined("there is no previous item");
  if (family_of(base) == Family::loop && name == Value("nextitem")) return make_undefined("there is no next item");
  return make_undefined(base, name);
}

Value Evaluator::get_item(const Value& base, const Value& key) {
  if (base.is_string()) charge(base.as_string().size() / 64);
  Value found = find_item(base, key);
  return is_missing(found) ? make_undefined(base, key) : found;
}

Value Evaluator::eval_item(const Item& node, Frame& frame) {
  Value base_storage, key_storage;
  const Value& base = peek_before(*node.base, *node.index, frame, base_storage);
  const Value& key = peek(*node.index, frame, key_storage);
  if (base.is_map() && key.is_string()) {
    if (const Value* found = base.as_map().find_key(key)) return *found;
  }
  const Value held = base;  // a member may compute, and so change where `base` stands
  return get_item(held, key);
}

namespace {

struct Bounds {
  std::int64_t start, stop, step, count;
};

// A bound of a slice; `otherwise` when it is left out.
std::int64_t bound(const Value& value, std::int64_t otherwise) {
  if (value.is_null()) return otherwise;
  std::int64_t i = 0;
  if (value.is_big_integer()) return value.as_string()[0] == '-' ? INT64_MIN : INT64_MAX;
  if (!to_integer(value, i)) type_error("slice indices must be integers or None or have an __index__ method");
  return i;
}

std::int64_t clip(std::int64_t i, std::int64_t size, bool backwards) {
  if (i < 0) i += size;
  if (i < 0) return backwards ? -1 : 0;
  if (i >= size) return backwards ? size - 1 : size;
  return i;
}

Bounds slice_bounds(const Value& start, const Value& stop, const Value& step, std::int64_t size) {
  const std::int64_t by = bound(step, 1);
  if (by == 0) value_error("slice step cannot be zero");
  const bool back = by < 0;
  const std::int64_t from = start.is_null() ? (back ? size - 1 : 0) : clip(bound(start, 0), size, back);
  const std::int64_t to = stop.is_null() ? (back ? -1 : size) : clip(bound(stop, 0), size, back);
  const std::int64_t span = back ? from - to : to - from;
  if (span <= 0) return {from, to, by, 0};
  const std::uint64_t width = back ? 0 - static_cast<std::uint64_t>(by) : static_cast<std::uint64_t>(by);
  return {from, to, by, static_cast<std::int64_t>((static_cast<std::uint64_t>(span) - 1) / width) + 1};
}

Value slice_text(const Value& text, const Value& start, const Value& stop, const Value& step) {
  const std::string_view s = text.as_string();
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < s.size(); next_code_point(s, i)) starts.push_back(i);
  const auto size = static_cast<std::int64_t>(starts.size());
  starts.push_back(s.size());
  const Bounds bounds = slice_bounds(start, stop, step, size);
  std::string out;
  for (std::int64_t n = 0; n < bounds.count; ++n) {
    const auto i = static_cast<std::size_t>(bounds.start + n * bounds.step);
    out += s.substr(starts[i], starts[i + 1] - starts[i]);
  }
  return Value(std::string_view(out));
}

Value slice_items(const Value& base, const Value& start, const Value& stop, const Value& step) {
  const List& from = *items_of(base);
  const Bounds bounds = slice_bounds(start, stop, step, static_cast<std::int64_t>(from.size()));
  List items;
  items.reserve(static_cast<std::size_t>(bounds.count));
  for (std::int64_t n = 0; n < bounds.count; ++n) {
    items.push_back(from[static_cast<std::size_t>(bounds.start + n * bounds.step)]);
  }
  return base.is_list() ? make_list(std::move(items)) : make_tuple(std::move(items));
}

Value slice_range(const Range& range, const Value& start, const Value& stop, const Value& step) {
  if (range.size == INT64_MAX) fail(type::kLimit, "a slice of a range of more than 64 bits");
  const Bounds bounds = slice_bounds(start, stop, step, range.size);
  const auto place = [&](std::int64_t i) {
    const Value offset = big_arithmetic(ExprKind::multiply, Value(i), *range.member("step"));
    return big_arithmetic(ExprKind::add, *range.member("start"), offset);
  };
  const Value by = big_arithmetic(ExprKind::multiply, *range.member("step"), Value(bounds.step));
  Value made = make_object<Range>(Range::Wide{place(bounds.start), place(bounds.stop), by, Value()});
  Range& wide = as<Range>(made);
  if (wide.wide->start.is_integer() && wide.wide->stop.is_integer() && by.is_integer()) {
    made = make_object<Range>(wide.wide->start.as_integer(), wide.wide->stop.as_integer(), by.as_integer());
  }
  as<Range>(made).most = range.most;
  return made;
}

}  // namespace

Value Evaluator::eval_slice(const SliceExpr& node, Frame& frame) {
  const Value base = eval(*node.base, frame);
  const Value start = node.start == nullptr ? Value() : eval(*node.start, frame);
  const Value stop = node.stop == nullptr ? Value() : eval(*node.stop, frame);
  const Value step = node.step == nullptr ? Value() : eval(*node.step, frame);
  if (base.is_string()) {
    charge(base.as_string().size() / 8);
    return as_safe_as(base, slice_text(base, start, stop, step));
  }
  if (const List* items = items_of(base)) {
    charge(items->size());
    return slice_items(base, start, stop, step);
  }
  if (family_of(base) == Family::range) return slice_range(as<Range>(base), start, stop, step);
  if (is_undefined(base)) return find_attribute(base, Value(), nullptr);
  if (base.is_map()) type_error("unhashable type: 'slice'");
  type_error("'" + type_name_of(base) + "' object is not subscriptable");
}

}  // namespace sailmaker::jinja
