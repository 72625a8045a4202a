#include "jinja/filter_support.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/registry.h"
#include "jinja/sort.h"

// Filters that compare elements: sort, groupby, min, max, unique, dictsort.

namespace sailmaker::jinja {

namespace {

struct Keyed {
  Value key;
  Value value;
};

// By one attribute, or by several: "city,age".
class SortKey {
 public:
  SortKey(const Value& attribute, bool case_sensitive) : case_sensitive_(case_sensitive) {
    if (is_missing(attribute) || attribute.is_null()) return;
    if (!attribute.is_string()) {
      paths_.emplace_back(attribute);
      return;
    }
    const std::string_view all = attribute.as_string();
    for (std::size_t start = 0; start <= all.size();) {
      const std::size_t end = std::min(all.find(',', start), all.size());
      paths_.emplace_back(Value(all.substr(start, end - start)));
      start = end + 1;
    }
  }

  Value of(Evaluator& evaluator, const Value& item) const {
    if (paths_.empty()) return case_key(item, case_sensitive_);
    if (paths_.size() == 1) return case_key(paths_.front().get(evaluator, item, missing()), case_sensitive_);
    List keys;
    for (const AttributePath& path : paths_) {
      keys.push_back(case_key(path.get(evaluator, item, missing()), case_sensitive_));
    }
    return make_list(std::move(keys));
  }

 private:
  std::vector<AttributePath> paths_;
  bool case_sensitive_;
};

bool less_key(const Keyed& a, const Keyed& b) { return less(a.key, b.key); }

// As Python compares lists of one key: equal keys need no order.
bool less_list_of_key(const Keyed& a, const Keyed& b) {
  if (a.key.is_integer() && b.key.is_integer()) return a.key.as_integer() < b.key.as_integer();
  if (a.key.is_string() && b.key.is_string()) return a.key.as_string() < b.key.as_string();
  return !equals(a.key, b.key) && less(a.key, b.key);
}

// In Python's order: all elements, the direction, all keys, the comparisons.
Value sort(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const SortKey key(arguments[2], arguments.truth(1, false));
  const List* list = items_of(self);
  const List made = list == nullptr ? elements_of(self) : List();
  const List& elements = list == nullptr ? made : *list;
  const bool reverse = arguments.small_integer(0, 0) != 0;
  std::vector<Keyed> items;
  items.reserve(elements.size());
  for (const Value& item : elements) {
    evaluator.charge(4);
    items.push_back({key.of(evaluator, item), item});
  }
  sort_as_python(items, reverse, less_list_of_key);
  List sorted;
  sorted.reserve(items.size());
  for (Keyed& item : items) sorted.push_back(std::move(item.value));
  return make_list(std::move(sorted));
}

Value group_by(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const AttributePath path(arguments[0]);
  const Value otherwise = arguments.has(1) && !arguments[1].is_null() ? arguments[1] : missing();
  const bool case_sensitive = arguments.truth(2, false);
  std::vector<Keyed> items;
  for (const Value& item : elements_of(self)) {
    evaluator.charge(4);
    items.push_back({case_key(path.get(evaluator, item, otherwise), case_sensitive), item});
  }
  sort_as_python(items, false, less_key);
  List groups;
  for (std::size_t i = 0; i < items.size();) {
    const Value key = items[i].key;
    List members;
    Value grouper = case_sensitive ? key : path.get(evaluator, items[i].value, otherwise);
    for (; i < items.size() && equals(items[i].key, key); ++i) members.push_back(items[i].value);
    groups.push_back(make_object<Tuple>(List{std::move(grouper), make_list(std::move(members))}, true));
  }
  return make_list(std::move(groups));
}

Value extreme(Evaluator& evaluator, const Value& self, const Arguments& arguments, bool smallest) {
  const bool case_sensitive = arguments.truth(0, false);
  const bool by_attribute = arguments.has(1) && !arguments[1].is_null();
  const AttributePath path(by_attribute ? arguments[1] : Value("x"));
  Cursor cursor(self);
  Value best;
  if (!cursor.next(best)) return evaluator.make_undefined("No aggregated item, sequence was empty.");
  const auto key_of = [&](const Value& item) {
    return case_key(by_attribute ? path.get(evaluator, item, missing()) : item, case_sensitive);
  };
  Value best_key = key_of(best);
  for (Value item; cursor.next(item);) {
    evaluator.charge(1);
    Value key = key_of(item);
    if (smallest ? less(key, best_key) : less(best_key, key)) {
      best = item;
      best_key = std::move(key);
    }
  }
  return best;
}

Value min(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return extreme(evaluator, self, arguments, true);
}

Value max(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return extreme(evaluator, self, arguments, false);
}

Value unique(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  struct State {
    bool begun = false;
    bool case_sensitive = false;
    Map seen;
  };
  const Value& case_sensitive = arguments[0];
  const bool by_attribute = arguments.has(1) && !arguments[1].is_null();
  auto path = std::make_shared<AttributePath>(by_attribute ? arguments[1] : Value("x"));
  auto cursor = std::make_shared<LateCursor>(self);
  auto state = std::make_shared<State>();
  return make_object<Lazy>([=, &evaluator](Value& element) {
    evaluator.check_stack();
    if (!std::exchange(state->begun, true)) state->case_sensitive = Arguments({&case_sensitive, 1}, {}).truth(0, false);
    for (Value item; cursor->next(item);) {
      evaluator.charge(1);
      Value key = case_key(by_attribute ? path->get(evaluator, item, missing()) : item, state->case_sensitive);
      check_hashable(key);
      if (!state->seen.set(std::move(key), Value())) continue;
      element = std::move(item);
      return true;
    }
    return false;
  });
}

Value dict_sort(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const std::string by = arguments.has(1) && arguments[1].is_string() ? arguments.text(1, "")
                         : arguments.has(1)                           ? "?"
                                                                      : "key";
  if (by != "key" && by != "value") fail(type::kFilterArgument, "You can only sort by either \"key\" or \"value\"");
  check_use(self);
  if (family_of(self) == Family::cycler) type_error("'tuple' object is not callable");  // its items
  if (!self.is_map()) fail(type::kAttribute, "'" + type_name_of(self) + "' object has no attribute 'items'");
  const bool reverse = arguments.small_integer(2, 0) != 0;
  const bool case_sensitive = !self.as_map().empty() && arguments.truth(0, false);
  std::vector<Keyed> items;
  for (const Map::Entry& entry : self.as_map()) {
    evaluator.charge(4);
    items.push_back(
        {case_key(by == "key" ? entry.key : entry.value, case_sensitive), make_tuple({entry.key, entry.value})});
  }
  sort_as_python(items, reverse, less_key);
  List sorted;
  for (Keyed& item : items) sorted.push_back(std::move(item.value));
  return make_list(std::move(sorted));
}

}  // namespace

std::span<const Filter> order_filters() {
  static const Filter all[] = {
      {"sort", "reverse? case_sensitive? attribute?", sort},
      {"groupby", "attribute default? case_sensitive?", group_by},
      {"min", "case_sensitive? attribute?", min},
      {"max", "case_sensitive? attribute?", max},
      {"unique", "case_sensitive? attribute?", unique},
      {"dictsort", "case_sensitive? by? reverse?", dict_sort},
  };
  return all;
}

}  // namespace sailmaker::jinja
