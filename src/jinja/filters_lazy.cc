#include "base/edit_distance.h"
#include "jinja/filter_support.h"
#include "jinja/iterate.h"
#include "jinja/registry.h"

// map, select and their kin. Their arguments are looked at when the first element is asked for.

namespace sailmaker::jinja {

namespace {

/// The arguments after those that were used, kept until elements are made.
struct Rest {
  List values;
  std::vector<Keyword> keywords;

  Rest(const Arguments& arguments, std::size_t used)
      : keywords(arguments.keywords().begin(), arguments.keywords().end()) {
    for (std::size_t i = used; i < arguments.size(); ++i) values.push_back(arguments[i]);
  }

  void fill(ArgumentBuffer& buffer) const {
    for (const Value& value : values) buffer.push(value);
    for (const Keyword& keyword : keywords) buffer.push_keyword(keyword.name, keyword.value);
  }
};

Value apply(Evaluator& evaluator, const Native& native, const Value& self, const Rest& rest) {
  ArgumentBuffer buffer;
  rest.fill(buffer);
  return evaluator.call_native(native, self, buffer);
}

const Native& filter_called(Evaluator& evaluator, const Value& name) {
  check_hashable(name);
  const std::string text = soft_text(name);
  const Filter* filter = evaluator.registry().find_filter(text);
  if (filter == nullptr) {
    fail(type::kRuntime, "No filter named '" + text + "'.", did_you_mean(text, evaluator.registry().filter_names()));
  }
  return *filter;
}

const Native& test_called(Evaluator& evaluator, const Value& name) {
  check_hashable(name);
  const std::string text = soft_text(name);
  const Test* test = evaluator.registry().find_test(text);
  if (test == nullptr) {
    fail(type::kRuntime, "No test named '" + text + "'.", did_you_mean(text, evaluator.registry().test_names()));
  }
  return *test;
}

// The names of what these filters take before the arguments they pass on.
void check_own_names(const Arguments& arguments) {
  for (const Keyword& keyword : arguments.keywords()) {
    const std::string_view name = keyword.name.as_string();
    if (name == "value" || name == "context")
      type_error("got multiple values for argument '" + std::string(name) + "'");
  }
}

using Mapping = std::function<Value(const Value&)>;

Mapping attribute_mapping(Evaluator& evaluator, const Arguments& arguments) {
  for (const Keyword& keyword : arguments.keywords()) {
    if (!(keyword.name == Value("attribute")) && !(keyword.name == Value("default"))) {
      fail(type::kFilterArgument, "Unexpected keyword argument '" + std::string(keyword.name.as_string()) + "'");
    }
  }
  const Value* otherwise = arguments.keyword("default");
  const Value fallback = otherwise == nullptr || otherwise->is_null() ? missing() : *otherwise;
  auto path = std::make_shared<AttributePath>(*arguments.keyword("attribute"));
  return [path, fallback, &evaluator](const Value& item) { return path->get(evaluator, item, fallback); };
}

Mapping filter_mapping(Evaluator& evaluator, const Arguments& arguments) {
  if (arguments.size() == 0) fail(type::kFilterArgument, "map requires a filter argument");
  auto rest = std::make_shared<Rest>(arguments, 1);
  return
      [name = arguments[0], native = static_cast<const Native*>(nullptr), rest, &evaluator](const Value& item) mutable {
        if (native == nullptr) native = &filter_called(evaluator, name);
        return apply(evaluator, *native, item, *rest);
      };
}

Value map(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  check_own_names(arguments);
  const bool by_attribute = arguments.size() == 0 && arguments.keyword("attribute") != nullptr;
  // Kept for later: the arguments themselves are gone when the first element is asked for.
  auto values = std::make_shared<List>(arguments.values().begin(), arguments.values().end());
  auto keywords = std::make_shared<std::vector<Keyword>>(arguments.keywords().begin(), arguments.keywords().end());
  auto mapping = std::make_shared<Mapping>();
  auto cursor = std::make_shared<std::unique_ptr<Cursor>>();
  return make_object<Lazy>([=, &evaluator](Value& element) {
    evaluator.check_stack();
    if (*cursor == nullptr) {
      const Arguments kept(*values, *keywords);
      if (!evaluator.truth(self)) return false;
      *mapping = by_attribute ? attribute_mapping(evaluator, kept) : filter_mapping(evaluator, kept);
      *cursor = std::make_unique<Cursor>(self);
    }
    Value item;
    if (!(*cursor)->next(item)) return false;
    evaluator.charge(1);
    element = (*mapping)(item);
    return true;
  });
}

enum class Keep { matching, others };

Value select_by(Evaluator& evaluator, const Value& self, const Arguments& arguments, Keep keep, bool by_attribute) {
  check_own_names(arguments);
  auto values = std::make_shared<List>(arguments.values().begin(), arguments.values().end());
  auto keywords = std::make_shared<std::vector<Keyword>>(arguments.keywords().begin(), arguments.keywords().end());
  auto matches = std::make_shared<std::function<bool(const Value&)>>();
  auto cursor = std::make_shared<std::unique_ptr<Cursor>>();
  const auto prepare = [=, &evaluator] {
    const Arguments kept(*values, *keywords);
    const std::size_t at = by_attribute ? 1 : 0;
    if (by_attribute && kept.size() == 0) fail(type::kFilterArgument, "Missing parameter for attribute name");
    auto path = std::make_shared<AttributePath>(by_attribute ? kept[0] : Value("x"));
    const auto subject = [path, by_attribute, &evaluator](const Value& item) {
      return by_attribute ? path->get(evaluator, item, missing()) : item;
    };
    if (kept.size() <= at) {
      *matches = [subject, &evaluator](const Value& item) { return evaluator.truth(subject(item)); };
      return;
    }
    auto rest = std::make_shared<Rest>(kept, at + 1);
    *matches = [subject, name = kept[at], native = static_cast<const Native*>(nullptr), rest,
                &evaluator](const Value& item) mutable {
      const Value value = subject(item);
      if (native == nullptr) native = &test_called(evaluator, name);
      return evaluator.truth(apply(evaluator, *native, value, *rest));
    };
  };
  return make_object<Lazy>([=, &evaluator](Value& element) {
    evaluator.check_stack();
    if (*cursor == nullptr) {
      if (!evaluator.truth(self)) return false;
      prepare();
      *cursor = std::make_unique<Cursor>(self);
    }
    for (Value item; (*cursor)->next(item);) {
      evaluator.charge(1);
      if ((*matches)(item) != (keep == Keep::matching)) continue;
      element = std::move(item);
      return true;
    }
    return false;
  });
}

Value select(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return select_by(evaluator, self, arguments, Keep::matching, false);
}
Value reject(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return select_by(evaluator, self, arguments, Keep::others, false);
}
Value select_attribute(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return select_by(evaluator, self, arguments, Keep::matching, true);
}
Value reject_attribute(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return select_by(evaluator, self, arguments, Keep::others, true);
}

}  // namespace

std::span<const Filter> lazy_filters() {
  static const Filter all[] = {
      {"map", "*", map},
      {"select", "*", select},
      {"reject", "*", reject},
      {"selectattr", "*", select_attribute},
      {"rejectattr", "*", reject_attribute},
  };
  return all;
}

}  // namespace sailmaker::jinja
