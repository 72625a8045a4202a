#include <algorithm>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/iterate.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/registry.h"
#include "jinja/unicode_class.h"

// Filters about sequences as they are; order.cc sorts them, filters_lazy.cc goes through them on demand.

namespace sailmaker::jinja {

namespace {

Value default_value(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  Value otherwise = arguments.has(0) ? arguments[0] : Value("");
  if (is_undefined(self)) return otherwise;
  return arguments.truth(1, false) && !evaluator.truth(self) ? otherwise : self;
}

Value length(Evaluator& evaluator, const Value& self, const Arguments&) {
  if (self.is_string()) evaluator.charge(self.as_string().size() / 64);
  const auto size = length_of(self);
  if (!size) type_error("object of type '" + type_name_of(self) + "' has no len()");
  return static_cast<std::int64_t>(*size);
}

Value first(Evaluator& evaluator, const Value& self, const Arguments&) {
  Cursor cursor(self);
  Value element;
  if (cursor.next(element)) return element;
  return evaluator.make_undefined("No first item, sequence was empty.");
}

Value last(Evaluator& evaluator, const Value& self, const Arguments&) {
  if (family_of(self) == Family::lazy) type_error("'generator' object is not reversible");
  if (self.is_string() && !self.as_string().empty()) return evaluator.get_item(self, Value(-1));
  const List* items = items_of(self);
  const List all = items == nullptr ? elements_of(self) : List();
  if (items == nullptr) items = &all;
  if (!items->empty()) return items->back();
  return evaluator.make_undefined("No last item, sequence was empty.");
}

Value random_item(Evaluator& evaluator, const Value& self, const Arguments&) {
  const List items = elements_of(self);
  if (items.empty()) return evaluator.make_undefined("No random item, sequence was empty.");
  return items[evaluator.random(items.size())];
}

Value to_list(Evaluator& evaluator, const Value& self, const Arguments&) {
  List items = elements_of(self);
  evaluator.charge(items.size());
  return make_list(std::move(items));
}

// Without autoescape texts are joined as they are made; else all must be there to know whether one of them is safe.
Value join(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const bool by_attribute = arguments.has(1) && !arguments[1].is_null();
  const AttributePath path(by_attribute ? arguments[1] : Value("x"));
  const Value between = arguments.has(0) ? arguments[0] : Value("");
  const bool looks_first = evaluator.autoescape() && !is_html(between);
  Cursor cursor;
  if (by_attribute) cursor = Cursor(self);
  if (!looks_first) check_soft_use(between);
  if (!by_attribute) cursor = Cursor(self);
  List parts;
  for (Value item; cursor.next(item);) {
    evaluator.charge(1);
    parts.push_back(by_attribute ? path.get(evaluator, item, missing()) : std::move(item));
    if (!looks_first) check_soft_use(parts.back());
  }
  std::for_each(parts.begin(), parts.end(), check_soft_use);
  check_soft_use(between);
  const bool safe =
      looks_first ? std::any_of(parts.begin(), parts.end(), is_html) : evaluator.autoescape() && is_safe(between);
  std::string out;
  const auto add = [&](const Value& value) {
    safe ? append_html(out, value) : append_str(out, value);
    if (out.size() > evaluator.options().limits.output) evaluator.charge_text(out.size());
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) add(between);
    add(parts[i]);
  }
  evaluator.charge_text(out.size());
  return safe ? make_safe(out) : Value(std::string_view(out));
}

// What Python cannot go backwards through becomes a list first, and whatever type is wrong there is said to be this
// one.
List elements_to_reverse(const Value& self) {
  try {
    return elements_of(self);
  } catch (const Failure& failure) {
    if (failure.error.type != type::kType) throw;
    fail(type::kFilterArgument, "argument must be iterable");
  }
}

Value reverse(Evaluator& evaluator, const Value& self, const Arguments&) {
  if (self.is_string()) {
    const std::string_view text = self.as_string();
    std::string out;
    for (std::size_t end = text.size(); end > 0;) {
      const std::size_t start = previous_start(text, end);
      out += text.substr(start, end - start);
      end = start;
    }
    return text_like(self, out);
  }
  check_soft_use(self);
  auto items = std::make_shared<List>(elements_to_reverse(self));
  evaluator.charge(items->size());
  if (family_of(self) == Family::lazy) {
    std::reverse(items->begin(), items->end());
    return make_list(std::move(*items));
  }
  return make_object<Lazy>([items](Value& element) {
    if (items->empty()) return false;
    element = std::move(items->back());
    items->pop_back();
    return true;
  });
}

Value attribute(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  check_soft_use(arguments[0]);
  if (!arguments[0].is_string()) {
    type_error("attribute name must be string, not '" + type_name_of(arguments[0]) + "'");
  }
  const Value& key = arguments[0];
  const std::string name(key.as_string());
  if (self.is_map()) {
    const Native* native = method_for(find_method(name), self);
    return native != nullptr ? make_object<BoundMethod>(self, *native) : evaluator.make_undefined(self, key);
  }
  return evaluator.get_attribute(self, key, find_method(name));
}

Value items(Evaluator&, const Value& self, const Arguments&) {
  auto cursor = std::make_shared<LateCursor>(self.is_map() ? make_object<View>(Family::items, self) : self);
  return make_object<Lazy>([self, cursor](Value& element) {
    if (is_undefined(self)) return false;
    if (!self.is_map()) type_error("Can only get item pairs from a mapping.");
    return cursor->next(element);
  });
}

// How many more elements a group of so many takes to be full, for whatever stands for its size.
std::int64_t room_in(Evaluator& evaluator, std::size_t have, const Value& size) {
  const Value count(static_cast<std::int64_t>(have));
  if (!less(count, size)) return 0;
  const Value room = arithmetic(evaluator, ExprKind::subtract, size, count);
  if (room.is_big_integer()) return INT64_MAX;
  std::int64_t number = 0;
  if (!to_integer(room, number)) type_error("can't multiply sequence by non-int of type '" + type_name_of(room) + "'");
  return number;
}

Value batch(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const Value& size = arguments[0];
  const Value fill = arguments.has(1) ? arguments[1] : Value();
  auto cursor = std::make_shared<LateCursor>(self);
  auto group = std::make_shared<List>();
  return make_object<Lazy>([&evaluator, cursor, group, size, fill](Value& element) {
    evaluator.check_stack();
    for (Value item; cursor->next(item);) {
      evaluator.charge(1);
      const bool full = equals(Value(static_cast<std::int64_t>(group->size())), size);
      if (full) element = make_list(std::exchange(*group, {}));
      group->push_back(std::move(item));
      if (full) return true;
    }
    if (group->empty()) return false;
    if (!fill.is_null()) {
      const std::int64_t room = room_in(evaluator, group->size(), size);
      evaluator.charge_items(static_cast<std::size_t>(room));
      group->resize(group->size() + static_cast<std::size_t>(room), fill);
    }
    element = make_list(std::exchange(*group, {}));
    return true;
  });
}

Value slice(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  struct State {
    bool begun = false;
    List all;
    std::int64_t slices = 0;
    std::int64_t number = 0;
  };
  const Value& wanted = arguments[0];
  const Value fill = arguments.has(1) ? arguments[1] : Value();
  auto state = std::make_shared<State>();
  return make_object<Lazy>([self, wanted, fill, state, &evaluator](Value& element) {
    if (!std::exchange(state->begun, true)) {
      state->all = elements_of(self);
      evaluator.charge(state->all.size());
      if (wanted.is_real() && wanted.as_real() == 0) fail(type::kZeroDivision, "float floor division by zero");
      check_use(wanted);
      state->slices = Arguments({&wanted, 1}, {}).bound(0, 0);
      if (state->slices == 0) fail(type::kZeroDivision, "integer division or modulo by zero");
    }
    if (state->number >= state->slices) return false;
    evaluator.charge(8);
    const auto size = static_cast<std::int64_t>(state->all.size());
    const std::int64_t each = size / state->slices;
    const std::int64_t longer = size % state->slices;
    const std::int64_t start = state->number * each + std::min(state->number, longer);
    const std::int64_t end = start + each + (state->number < longer ? 1 : 0);
    List column(state->all.begin() + start, state->all.begin() + end);
    if (!fill.is_null() && state->number >= longer) column.push_back(fill);
    ++state->number;
    element = make_list(std::move(column));
    return true;
  });
}

}  // namespace

std::span<const Filter> sequence_filters() {
  static const Filter all[] = {
      {"default", "default_value? boolean?", default_value},
      {"d", "default_value? boolean?", default_value},
      {"length", "", length},
      {"count", "", length},
      {"first", "", first},
      {"last", "", last},
      {"random", "", random_item},
      {"list", "", to_list},
      {"join", "d? attribute?", join},
      {"reverse", "", reverse},
      {"attr", "name", attribute},
      {"items", "", items},
      {"batch", "linecount fill_with?", batch},
      {"slice", "slices fill_with?", slice},
  };
  return all;
}

}  // namespace sailmaker::jinja
