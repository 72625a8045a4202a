#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/registry.h"
#include "jinja/unicode_class.h"

// The tests after `is`.

namespace sailmaker::jinja {

namespace {

Value is_defined(Evaluator&, const Value& self, const Arguments&) { return !is_undefined(self); }
Value is_not_defined(Evaluator&, const Value& self, const Arguments&) { return is_undefined(self); }
Value is_boolean(Evaluator&, const Value& self, const Arguments&) { return self.is_boolean(); }
Value is_false(Evaluator&, const Value& self, const Arguments&) { return self.is_boolean() && !self.as_boolean(); }
Value is_true(Evaluator&, const Value& self, const Arguments&) { return self.is_boolean() && self.as_boolean(); }
Value is_none(Evaluator&, const Value& self, const Arguments&) { return self.is_null(); }
Value is_float(Evaluator&, const Value& self, const Arguments&) { return self.is_real(); }
Value is_integer(Evaluator&, const Value& self, const Arguments&) { return self.is_integer() || self.is_big_integer(); }
Value is_mapping(Evaluator&, const Value& self, const Arguments&) { return self.is_map(); }
Value is_string(Evaluator&, const Value& self, const Arguments&) { return self.is_string(); }
Value is_escaped(Evaluator&, const Value& self, const Arguments&) { return is_html(self); }

Value is_number(Evaluator&, const Value& self, const Arguments&) {
  return self.is_integer() || self.is_real() || self.is_boolean() || self.is_big_integer();
}

Value is_callable(Evaluator&, const Value& self, const Arguments&) {
  switch (family_of(self)) {
    case Family::undefined:
    case Family::macro:
    case Family::method:
    case Family::native:
    case Family::loop:
    case Family::block:
    case Family::joiner: return true;
    default: return false;
  }
}

Value is_sequence(Evaluator&, const Value& self, const Arguments&) {
  if (is_undefined(self)) return as<Undefined>(self).kind != UndefinedKind::strict;
  return self.is_string() || self.is_map() || items_of(self) != nullptr || family_of(self) == Family::range;
}

Value is_iterable_test(Evaluator&, const Value& self, const Arguments&) {
  check_soft_use(self);
  return is_iterable(self) || family_of(self) == Family::loop;
}

// As str.isupper() has it: some letter has this case, and none the other one.
template <typename Wanted, typename Other>
bool cased(const std::string& text, Wanted wanted, Other other) {
  bool found = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t c = next_code_point(text, i);
    if (other(c) || is_title(c)) return false;
    found = found || wanted(c);
  }
  return found;
}

Value is_upper_text(Evaluator&, const Value& self, const Arguments&) {
  return cased(soft_text(self), is_upper, is_lower);
}

Value is_lower_text(Evaluator&, const Value& self, const Arguments&) {
  return cased(soft_text(self), is_lower, is_upper);
}

Value remainder_is(Evaluator& evaluator, const Value& self, const Value& by, int wanted) {
  return arithmetic(evaluator, ExprKind::modulo, self, by) == Value(wanted);
}

Value is_odd(Evaluator& evaluator, const Value& self, const Arguments&) { return remainder_is(evaluator, self, 2, 1); }
Value is_even(Evaluator& evaluator, const Value& self, const Arguments&) { return remainder_is(evaluator, self, 2, 0); }

Value is_divisible(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return remainder_is(evaluator, self, arguments[0], 0);
}

Value is_filter(Evaluator& evaluator, const Value& self, const Arguments&) {
  check_hashable(self);
  return self.is_string() && evaluator.registry().find_filter(self.as_string()) != nullptr;
}

Value is_test(Evaluator& evaluator, const Value& self, const Arguments&) {
  check_hashable(self);
  return self.is_string() && evaluator.registry().find_test(self.as_string()) != nullptr;
}

Value is_same(Evaluator&, const Value& self, const Arguments& arguments) {
  return self.same_as(arguments[0]) || (self.is_string() && arguments[0].is_string() && self == arguments[0]);
}

template <CompareOp op>
Value compares(Evaluator&, const Value& self, const Arguments& arguments) {
  return compare(op, self, arguments[0]);
}

}  // namespace

std::span<const Test> builtin_tests() {
  static const Test all[] = {
      {"defined", "", is_defined},
      {"undefined", "", is_not_defined},
      {"boolean", "", is_boolean},
      {"false", "", is_false},
      {"true", "", is_true},
      {"none", "", is_none},
      {"float", "", is_float},
      {"integer", "", is_integer},
      {"number", "", is_number},
      {"mapping", "", is_mapping},
      {"string", "", is_string},
      {"escaped", "", is_escaped},
      {"callable", "", is_callable},
      {"sequence", "", is_sequence},
      {"iterable", "", is_iterable_test},
      {"upper", "", is_upper_text},
      {"lower", "", is_lower_text},
      {"odd", "", is_odd},
      {"even", "", is_even},
      {"divisibleby", "num", is_divisible},
      {"filter", "", is_filter},
      {"test", "", is_test},
      {"sameas", "other", is_same},
      {"in", "seq", compares<CompareOp::in>},
      {"eq", "/ b", compares<CompareOp::eq>},
      {"==", "/ b", compares<CompareOp::eq>},
      {"equalto", "/ b", compares<CompareOp::eq>},
      {"ne", "/ b", compares<CompareOp::ne>},
      {"!=", "/ b", compares<CompareOp::ne>},
      {"lt", "/ b", compares<CompareOp::lt>},
      {"<", "/ b", compares<CompareOp::lt>},
      {"lessthan", "/ b", compares<CompareOp::lt>},
      {"le", "/ b", compares<CompareOp::le>},
      {"<=", "/ b", compares<CompareOp::le>},
      {"gt", "/ b", compares<CompareOp::gt>},
      {">", "/ b", compares<CompareOp::gt>},
      {"greaterthan", "/ b", compares<CompareOp::gt>},
      {"ge", "/ b", compares<CompareOp::ge>},
      {">=", "/ b", compares<CompareOp::ge>},
  };
  return all;
}

}  // namespace sailmaker::jinja
