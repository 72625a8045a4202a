#include <algorithm>

#include "jinja/evaluator.h"
#include "jinja/filter_support.h"
#include "jinja/iterate.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/sort.h"

// Methods of lists, tuples and maps. Those that change ask check_mutable() first.

namespace sailmaker::jinja {

void Evaluator::note_mutation(const Value& container, const Value& added) {
  charge(1);
  const bool may_hold = added.is_list() || added.is_map() || added.is_object();
  if (!may_hold || container.scratch() == 2) return;
  container.set_scratch(2);
  adopted_.push_back(container);
}

namespace {

List& list_of(Evaluator& evaluator, const Value& self) {
  evaluator.check_mutable(self);
  return self.list_in_place();
}

Map& map_of(Evaluator& evaluator, const Value& self) {
  evaluator.check_mutable(self);
  return self.map_in_place();
}

// --- lists ---

Value append(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  List& list = list_of(evaluator, self);
  evaluator.note_mutation(self, arguments[0]);
  list.push_back(arguments[0]);
  return Value();
}

Value extend(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  List& list = list_of(evaluator, self);
  List more = elements_of(arguments[0]);
  evaluator.charge_items(list.size() + more.size());
  for (Value& item : more) {
    evaluator.note_mutation(self, item);
    list.push_back(std::move(item));
  }
  return Value();
}

Value insert(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  List& list = list_of(evaluator, self);
  const auto size = static_cast<std::int64_t>(list.size());
  std::int64_t at = arguments.integer(0, 0);
  if (at < 0) at = std::max<std::int64_t>(0, at + size);
  evaluator.note_mutation(self, arguments[1]);
  evaluator.charge(list.size() / 4);
  list.insert(list.begin() + std::min(at, size), arguments[1]);
  return Value();
}

Value pop_item(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  List& list = list_of(evaluator, self);
  std::int64_t at = arguments.integer(0, -1);
  if (list.empty()) fail(type::kIndex, "pop from empty list");
  const auto size = static_cast<std::int64_t>(list.size());
  if (at < 0) at += size;
  if (at < 0 || at >= size) fail(type::kIndex, "pop index out of range");
  Value item = list[static_cast<std::size_t>(at)];
  evaluator.charge(static_cast<std::size_t>(size - at) / 4);
  list.erase(list.begin() + at);
  return item;
}

std::size_t place_of(const List& list, const Value& value) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (equals(list[i], value)) return i;
  }
  return list.size();
}

Value remove_item(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  List& list = list_of(evaluator, self);
  evaluator.charge_comparison(CompareOp::in, arguments[0], self);
  const std::size_t at = place_of(list, arguments[0]);
  if (at == list.size()) value_error("list.remove(x): x not in list");
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
  return Value();
}

Value index(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const List& list = *items_of(self);
  evaluator.charge_comparison(CompareOp::in, arguments[0], self);
  const auto size = static_cast<std::int64_t>(list.size());
  const auto bound = [&](std::size_t i, std::int64_t otherwise) {
    std::int64_t at = arguments.bound(i, otherwise);
    return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
  };
  const std::int64_t end = bound(2, size);
  for (std::int64_t i = bound(1, 0); i < end; ++i) {
    if (equals(list[static_cast<std::size_t>(i)], arguments[0])) return i;
  }
  value_error(to_repr(arguments[0]) + " is not in " + (self.is_list() ? "list" : "tuple"));
}

Value count(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  evaluator.charge_comparison(CompareOp::in, arguments[0], self);
  std::int64_t found = 0;
  for (const Value& item : *items_of(self)) found += equals(item, arguments[0]) ? 1 : 0;
  return found;
}

Value copy_list(Evaluator& evaluator, const Value& self, const Arguments&) {
  evaluator.charge(self.as_list().size());
  return make_list(self.as_list());
}

Value sort(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  List& list = list_of(evaluator, self);
  for (const Keyword& keyword : arguments.keywords()) {
    if (!(keyword.name == Value("reverse")) && !(keyword.name == Value("key")))
      type_error("sort() got an unexpected keyword argument");
  }
  if (arguments.size() > 0) type_error("sort() takes no positional arguments");
  const Value* reversed = arguments.keyword("reverse");
  const bool reverse = reversed != nullptr && Arguments({reversed, 1}, {}).small_integer(0, 0) != 0;
  const Value* key = arguments.keyword("key");
  const bool has_key = key != nullptr && !key->is_null();
  std::vector<std::pair<Value, Value>> sorted;  // by what, and the element
  evaluator.charge(list.size() * 4);
  for (const Value& item : List(list)) {
    ArgumentBuffer one;
    one.push(item);
    sorted.emplace_back(has_key ? evaluator.call(*key, one) : item, item);
  }
  sort_as_python(sorted, reverse, [](const auto& a, const auto& b) { return less(a.first, b.first); });
  list.clear();
  for (auto& [by, item] : sorted) list.push_back(std::move(item));
  return Value();
}

Value reverse(Evaluator& evaluator, const Value& self, const Arguments&) {
  List& list = list_of(evaluator, self);
  std::reverse(list.begin(), list.end());
  return Value();
}

Value clear_list(Evaluator& evaluator, const Value& self, const Arguments&) {
  list_of(evaluator, self).clear();
  return Value();
}

// --- maps ---

Value keys(Evaluator&, const Value& self, const Arguments&) { return make_object<View>(Family::keys, self); }
Value values(Evaluator&, const Value& self, const Arguments&) { return make_object<View>(Family::values, self); }
Value items(Evaluator&, const Value& self, const Arguments&) { return make_object<View>(Family::items, self); }

Value get(Evaluator&, const Value& self, const Arguments& arguments) {
  check_hashable(arguments[0]);
  const Value* found = self.as_map().find_key(arguments[0]);
  if (found != nullptr) return *found;
  return arguments.has(1) ? arguments[1] : Value();
}

Value copy_map(Evaluator& evaluator, const Value& self, const Arguments&) {
  evaluator.charge(self.as_map().size());
  return make_map(self.as_map());
}

Value update(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  Map& map = map_of(evaluator, self);
  if (arguments.size() > 1) type_error("update expected at most 1 argument, got " + std::to_string(arguments.size()));
  const auto set = [&](const Value& key, const Value& value) {
    check_hashable(key);
    evaluator.note_mutation(self, value);
    evaluator.note_mutation(self, key);
    map.set(key, value);
  };
  if (arguments.size() == 1) check_use(arguments[0]);
  if (arguments.size() == 1 && arguments[0].is_map()) {
    const Value& other = arguments[0];
    if (!other.same_as(self)) {
      for (const Map::Entry& entry : other.as_map()) set(entry.key, entry.value);
    }
  } else if (arguments.size() == 1) {
    Cursor cursor(arguments[0]);
    for (Value pair; cursor.next(pair);) {
      if (!is_iterable(pair)) type_error("cannot convert dictionary update sequence element to a sequence");
      const List parts = elements_of(pair);
      if (parts.size() != 2)
        value_error("dictionary update sequence element has length " + std::to_string(parts.size()) +
                    "; 2 is required");
      set(parts[0], parts[1]);
    }
  }
  for (const Keyword& keyword : arguments.keywords()) set(keyword.name, keyword.value);
  return Value();
}

Value pop_key(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  Map& map = map_of(evaluator, self);
  if (!map.empty()) check_hashable(arguments[0]);
  const Value* found = map.empty() ? nullptr : map.find_key(arguments[0]);
  if (found == nullptr) {
    if (arguments.has(1)) return arguments[1];
    fail(type::kKey, to_repr(arguments[0]));
  }
  Value value = *found;
  evaluator.charge(map.size() / 4);
  map.erase(arguments[0]);
  return value;
}

Value pop_entry(Evaluator& evaluator, const Value& self, const Arguments&) {
  Map& map = map_of(evaluator, self);
  if (map.empty()) fail(type::kKey, "'popitem(): dictionary is empty'");
  const Map::Entry last = map.at(map.size() - 1);
  evaluator.charge(map.size() / 4);
  map.erase(last.key);
  return make_tuple({last.key, last.value});
}

Value set_default(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  check_hashable(arguments[0]);
  if (const Value* found = self.as_map().find_key(arguments[0])) return *found;
  Map& map = map_of(evaluator, self);
  Value value = arguments.has(1) ? arguments[1] : Value();
  evaluator.note_mutation(self, value);
  evaluator.note_mutation(self, arguments[0]);
  map.set(arguments[0], value);
  return value;
}

Value clear_map(Evaluator& evaluator, const Value& self, const Arguments&) {
  map_of(evaluator, self).clear();
  return Value();
}

Value from_keys(Evaluator& evaluator, const Value&, const Arguments& arguments) {
  Map map;
  Cursor cursor(arguments[0]);
  for (Value key; cursor.next(key);) {
    evaluator.charge(1);
    check_hashable(key);
    map.set(std::move(key), arguments.has(1) ? arguments[1] : Value());
  }
  return make_map(std::move(map));
}

}  // namespace

std::span<const Native> list_methods() {
  static const Native all[] = {
      {"append", "/ object", append},
      {"extend", "/ iterable", extend},
      {"insert", "/ index object", insert},
      {"pop", "/ index?", pop_item},
      {"remove", "/ value", remove_item},
      {"index", "/ value start? stop?", index},
      {"count", "/ value", count},
      {"copy", "", copy_list},
      {"sort", "*", sort},
      {"reverse", "", reverse},
      {"clear", "", clear_list},
  };
  return all;
}

std::span<const Native> tuple_methods() {
  static const Native all[] = {{"index", "/ value start? stop?", index}, {"count", "/ value", count}};
  return all;
}

std::span<const Native> map_methods() {
  static const Native all[] = {
      {"keys", "", keys},
      {"values", "", values},
      {"items", "", items},
      {"get", "/ key default?", get},
      {"copy", "", copy_map},
      {"update", "*", update},
      {"pop", "/ key default?", pop_key},
      {"popitem", "", pop_entry},
      {"setdefault", "/ key default?", set_default},
      {"clear", "", clear_map},
      {"fromkeys", "/ iterable value?", from_keys},
  };
  return all;
}

}  // namespace sailmaker::jinja
