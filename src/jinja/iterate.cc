#include "jinja/iterate.h"

#include "base/unicode.h"
#include "jinja/failure.h"
#include "jinja/operators.h"
#include "jinja/stack_guard.h"
#include "jinja/undefined.h"

namespace sailmaker::jinja {

Cursor::Cursor(Value iterable) : iterable_(std::move(iterable)) {
  if (iterable_.is_list())
    over_ = Over::list;
  else if (iterable_.is_map())
    over_ = Over::map_keys;
  else if (iterable_.is_string())
    over_ = Over::text;
  switch (family_of(iterable_)) {
    case Family::tuple: over_ = Over::tuple; break;
    case Family::range: {
      const Range& range = as<Range>(iterable_);
      if (range.size > range.most) fail(type::kLimit, "a range of more than " + std::to_string(range.most) + " items");
      over_ = Over::range;
      break;
    }
    case Family::lazy: over_ = Over::lazy; break;
    case Family::keys: over_ = Over::map_keys; break;
    case Family::values: over_ = Over::map_values; break;
    case Family::items: over_ = Over::map_items; break;
    case Family::undefined: check_soft_use(iterable_); break;
    default:
      if (over_ == Over::nothing) type_error("'" + type_name_of(iterable_) + "' object is not iterable");
  }
  if (iterable_.is_object() && (over_ == Over::map_keys || over_ == Over::map_values || over_ == Over::map_items)) {
    const Value map = as<View>(iterable_).map;
    iterable_ = map;
  }
  if (iterable_.is_map()) size_ = iterable_.as_map().size();
}

bool Cursor::next(Value& element) {
  switch (over_) {
    case Over::nothing: return false;
    case Over::list:
    case Over::tuple: {
      const List& items = *items_of(iterable_);
      if (place_ >= items.size()) {
        over_ = Over::nothing;  // for good, even if it grows
        return false;
      }
      element = items[place_++];
      return true;
    }
    case Over::text: {
      const std::string_view text = iterable_.as_string();
      if (place_ >= text.size()) return false;
      const std::size_t start = place_;
      next_code_point(text, place_);
      element = Value(text.substr(start, place_ - start));
      return true;
    }
    case Over::range: {
      const Range& range = as<Range>(iterable_);
      if (static_cast<std::int64_t>(place_) >= range.size) return false;
      element = range.at(static_cast<std::int64_t>(place_++));
      return true;
    }
    case Over::lazy: return as<Lazy>(iterable_).next(element);
    default: return next_element(element);
  }
}

const Map::Entry* Cursor::next_pair() {
  const Map& map = iterable_.as_map();
  if (map.size() != size_) fail("RuntimeError", "dictionary changed size during iteration");
  return place_ >= size_ ? nullptr : &map.at(place_++);
}

bool Cursor::next_element(Value& element) {
  const Map::Entry* entry = next_pair();
  if (entry == nullptr) return false;
  if (over_ == Over::map_keys)
    element = entry->key;
  else if (over_ == Over::map_values)
    element = entry->value;
  else
    element = make_tuple({entry->key, entry->value});
  return true;
}

bool is_iterable(const Value& value) {
  if (value.is_list() || value.is_map() || value.is_string()) return true;
  switch (family_of(value)) {
    case Family::undefined:
    case Family::tuple:
    case Family::range:
    case Family::lazy:
    case Family::keys:
    case Family::values:
    case Family::items: return true;
    default: return false;
  }
}

List elements_of(const Value& iterable) {
  if (const List* items = items_of(iterable)) return *items;
  List elements;
  Cursor cursor(iterable);
  for (Value element; cursor.next(element);) elements.push_back(std::move(element));
  return elements;
}

std::optional<std::size_t> length_of(const Value& value) {
  if (const List* items = items_of(value)) return items->size();
  if (value.is_string()) return code_points(value.as_string());
  if (value.is_map()) return value.as_map().size();
  switch (family_of(value)) {
    case Family::undefined: return check_soft_use(value), 0;
    case Family::range: {
      const Range& range = as<Range>(value);
      const bool longer = range.size == INT64_MAX && range.wide && !range.wide->size.is_integer();
      if (longer) fail(type::kOverflow, "Python int too large to convert to C ssize_t");
      return static_cast<std::size_t>(range.size);
    }
    case Family::keys:
    case Family::values:
    case Family::items: return as<View>(value).map.as_map().size();
    case Family::loop: return static_cast<std::size_t>(as<LoopObject>(value).length());
    default: return std::nullopt;
  }
}

namespace {

void check_items_hashable(const Tuple& tuple, const StackGuard& guard) {
  guard.check();
  for (const Value& item : tuple.items) {
    if (family_of(item) == Family::tuple)
      check_items_hashable(as<Tuple>(item), guard);
    else
      check_hashable(item);
  }
}

}  // namespace

void check_hashable(const Value& key) {
  check_soft_use(key);
  if (key.is_list() || key.is_map() || is_set_like(key)) type_error("unhashable type: '" + type_name_of(key) + "'");
  if (family_of(key) != Family::tuple) return;
  const StackGuard guard;
  check_items_hashable(as<Tuple>(key), guard);
}

bool contains_by_iteration(const Value& container, const Value& value) {
  // Views look keys up.
  if (family_of(container) == Family::keys) check_hashable(value);
  const List* pair = family_of(container) == Family::items && !value.is_list() ? items_of(value) : nullptr;
  if (pair != nullptr && pair->size() == 2) check_hashable(pair->front());
  if (!is_iterable(container)) type_error("argument of type '" + type_name_of(container) + "' is not iterable");
  Cursor cursor(container);
  for (Value element; cursor.next(element);) {
    if (equals(element, value)) return true;
  }
  return false;
}

}  // namespace sailmaker::jinja
