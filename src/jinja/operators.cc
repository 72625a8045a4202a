#include "jinja/operators.h"

#include <cmath>

#include "jinja/big_integer.h"
#include "jinja/evaluator.h"
#include "jinja/filter_support.h"
#include "jinja/format.h"
#include "jinja/iterate.h"
#include "jinja/print.h"

namespace sailmaker::jinja {

namespace {

std::string_view symbol_of(ExprKind op) {
  switch (op) {
    case ExprKind::add: return "+";
    case ExprKind::subtract: return "-";
    case ExprKind::multiply: return "*";
    case ExprKind::divide: return "/";
    case ExprKind::floor_divide: return "//";
    case ExprKind::modulo: return "%";
    default: return "** or pow()";
  }
}

[[noreturn]] void unsupported(ExprKind op, const Value& left, const Value& right) {
  std::string hint;
  if (op == ExprKind::add && (left.is_string() || right.is_string())) hint = "join texts and other values with '~'";
  fail(type::kType,
       "unsupported operand type(s) for " + std::string(symbol_of(op)) + ": '" + type_name_of(left) + "' and '" +
           type_name_of(right) + "'",
       std::move(hint));
}

bool is_integral(const Value& v) { return v.is_integer() || v.is_boolean(); }
std::int64_t integral(const Value& v) { return v.is_boolean() ? v.as_boolean() : v.as_integer(); }

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return a % b != 0 && (a % b < 0) != (b < 0) ? quotient - 1 : quotient;
}

std::int64_t modulo(std::int64_t a, std::int64_t b) {
  if (b == -1) return 0;
  const std::int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

double real_modulo(double a, double b) {
  double rest = std::fmod(a, b);
  if (rest != 0) {
    if ((b < 0) != (rest < 0)) rest += b;
  } else {
    rest = std::copysign(0.0, b);
  }
  return rest;
}

// In Python's own steps: the quotient is taken before the remainder gets the divisor's sign.
double real_floor_divide(double a, double b) {
  const double rest = std::fmod(a, b);
  double quotient = (a - rest) / b;
  if (rest != 0 && (b < 0) != (rest < 0)) quotient -= 1;
  if (quotient == 0) return std::copysign(0.0, a / b);
  const double floored = std::floor(quotient);
  return quotient - floored > 0.5 ? floored + 1 : floored;
}

// Not inline: the way out of the fast path, where a result has no room in 64 bits.
[[gnu::noinline]] Value beyond_64_bits(ExprKind op, std::int64_t a, std::int64_t b) {
  return big_arithmetic(op, Value(a), Value(b));
}

Value integer_power(const std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) {
    if (base == 0) fail(type::kZeroDivision, "0.0 cannot be raised to a negative power");
    return std::pow(static_cast<double>(base), static_cast<double>(exponent));
  }
  std::int64_t result = 1;
  std::int64_t square = base;
  for (std::int64_t left = exponent; left > 0; left >>= 1) {
    if ((left & 1) != 0 && __builtin_mul_overflow(result, square, &result)) break;
    if (left == 1) return result;
    if (__builtin_mul_overflow(square, square, &square)) break;
  }
  return exponent == 0 ? Value(1) : beyond_64_bits(ExprKind::power, base, exponent);
}

// Exact where both are doubles; else correctly rounded by way of big integers.
Value true_division(std::int64_t a, std::int64_t b) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  if (a <= kExact && a >= -kExact && b <= kExact && b >= -kExact) {
    return static_cast<double>(a) / static_cast<double>(b);
  }
  return beyond_64_bits(ExprKind::divide, a, b);
}

Value integer_arithmetic(ExprKind op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  switch (op) {
    case ExprKind::add:
      if (__builtin_add_overflow(a, b, &result)) return beyond_64_bits(op, a, b);
      return result;
    case ExprKind::subtract:
      if (__builtin_sub_overflow(a, b, &result)) return beyond_64_bits(op, a, b);
      return result;
    case ExprKind::multiply:
      if (__builtin_mul_overflow(a, b, &result)) return beyond_64_bits(op, a, b);
      return result;
    case ExprKind::divide:
      if (b == 0) fail(type::kZeroDivision, "division by zero");
      return true_division(a, b);
    case ExprKind::floor_divide:
      if (b == 0) fail(type::kZeroDivision, "integer division or modulo by zero");
      if (b == -1) return integer_arithmetic(ExprKind::subtract, 0, a);
      return floor_divide(a, b);
    case ExprKind::modulo:
      if (b == 0) fail(type::kZeroDivision, "integer modulo by zero");
      return modulo(a, b);
    default: return integer_power(a, b);
  }
}

Value real_power(double a, double b) {
  if (a == 0 && b < 0) fail(type::kZeroDivision, "0.0 cannot be raised to a negative power");
  if (a < 0 && std::isfinite(b) && std::trunc(b) != b) type_error("a complex number is not supported");
  const double result = std::pow(a, b);
  if (std::isinf(result) && std::isfinite(a) && std::isfinite(b)) {
    fail(type::kOverflow, "(34, 'Numerical result out of range')");
  }
  return result;
}

Value real_arithmetic(ExprKind op, double a, double b) {
  switch (op) {
    case ExprKind::add: return a + b;
    case ExprKind::subtract: return a - b;
    case ExprKind::multiply: return a * b;
    case ExprKind::divide:
      if (b == 0) fail(type::kZeroDivision, "float division by zero");
      return a / b;
    case ExprKind::floor_divide:
      if (b == 0) fail(type::kZeroDivision, "float floor division by zero");
      return real_floor_divide(a, b);
    case ExprKind::modulo:
      if (b == 0) fail(type::kZeroDivision, "float modulo");
      return real_modulo(a, b);
    default: return real_power(a, b);
  }
}

// Texts; or safe text and other HTML.
bool joins_as_text(const Value& left, const Value& right) {
  if (left.is_string() && right.is_string()) return true;
  return (is_safe(left) && is_html(right)) || (is_safe(right) && is_html(left) && !is_undefined(left));
}

Value add_texts(Evaluator& evaluator, const Value& left, const Value& right) {
  const bool safe = is_safe(left) || is_safe(right);
  std::size_t size = 0;
  for (const Value* part : {&left, &right}) size += part->is_string() ? part->as_string().size() : 0;
  evaluator.charge_text(size);
  std::string text;
  for (const Value* part : {&left, &right}) safe ? append_html(text, *part) : append_str(text, *part);
  return safe ? make_safe(text) : Value(std::string_view(text));
}

Value add_sequences(Evaluator& evaluator, const Value& left, const Value& right) {
  const List& a = *items_of(left);
  const List& b = *items_of(right);
  evaluator.charge_items(a.size() + b.size());
  List items;
  items.reserve(a.size() + b.size());
  items.insert(items.end(), a.begin(), a.end());
  items.insert(items.end(), b.begin(), b.end());
  return left.is_list() ? make_list(std::move(items)) : make_tuple(std::move(items));
}

Value repeat(Evaluator& evaluator, const Value& what, std::int64_t times) {
  const std::size_t size = what.is_string() ? what.as_string().size() : items_of(what)->size();
  const auto count = static_cast<std::size_t>(times > 0 ? times : 0);
  std::size_t total = 0;
  if (__builtin_mul_overflow(size, count, &total)) total = SIZE_MAX;
  if (what.is_string()) {
    evaluator.charge_text(total);
    std::string text;
    text.reserve(total);
    for (std::size_t i = 0; i < count && size > 0; ++i) text += what.as_string();
    return is_safe(what) ? make_safe(text) : Value(std::string_view(text));
  }
  evaluator.charge_items(total);
  List items;
  items.reserve(total);
  for (std::size_t i = 0; i < count && size > 0; ++i) {
    items.insert(items.end(), items_of(what)->begin(), items_of(what)->end());
  }
  return what.is_list() ? make_list(std::move(items)) : make_tuple(std::move(items));
}

bool repeats_beyond_bounds(const Value& what, const Value& times) {
  return times.is_big_integer() && (what.is_string() || items_of(what) != nullptr);
}

// Work grows with the square of the digits.
Value charged_big_arithmetic(Evaluator& evaluator, ExprKind op, const Value& left, const Value& right) {
  for (const Value* operand : {&left, &right}) {
    if (operand->is_big_integer()) evaluator.charge(operand->as_string().size() / 16);
  }
  return big_arithmetic(op, left, right);
}

bool same_sequences(const Value& a, const Value& b) {
  return (a.is_list() && b.is_list()) || (family_of(a) == Family::tuple && family_of(b) == Family::tuple);
}

}  // namespace

bool to_real(const Value& value, double& real) {
  switch (value.kind()) {
    case Kind::boolean: return real = value.as_boolean() ? 1 : 0, true;
    case Kind::integer: return real = static_cast<double>(value.as_integer()), true;
    case Kind::real: return real = value.as_real(), true;
    case Kind::big_integer: return real = big_to_real(value), true;
    default: return false;
  }
}

bool to_integer(const Value& value, std::int64_t& integer) {
  if (!is_integral(value)) return false;
  return integer = integral(value), true;
}

Value arithmetic(Evaluator& evaluator, ExprKind op, const Value& left, const Value& right) {
  if (is_integral(left) && is_integral(right)) return integer_arithmetic(op, integral(left), integral(right));
  if (op == ExprKind::modulo && left.is_string()) return format_percent(evaluator, left, right);
  if (op == ExprKind::add && joins_as_text(left, right)) return add_texts(evaluator, left, right);
  // There are no sets, which Python makes here of whatever stands on the other side.
  if (op == ExprKind::subtract && (is_set_like(left) || is_set_like(right))) unsupported(op, left, right);
  if (op == ExprKind::multiply && is_safe(left) && is_undefined(right)) {
    type_error("'Undefined' object cannot be interpreted as an integer");  // what MarkupSafe does comes first
  }
  check_use(left);
  check_use(right);
  if (is_int(left) && is_int(right)) return charged_big_arithmetic(evaluator, op, left, right);
  if (op == ExprKind::add && same_sequences(left, right)) return add_sequences(evaluator, left, right);
  if (op == ExprKind::multiply) {
    if (is_integral(right) && (left.is_string() || items_of(left) != nullptr))
      return repeat(evaluator, left, integral(right));
    if (is_integral(left) && (right.is_string() || items_of(right) != nullptr))
      return repeat(evaluator, right, integral(left));
    if (repeats_beyond_bounds(left, right) || repeats_beyond_bounds(right, left))
      fail(type::kOverflow, "cannot fit 'int' into an index-sized integer");
  }
  double a = 0;
  double b = 0;
  if (!to_real(left, a) || !to_real(right, b)) unsupported(op, left, right);
  return real_arithmetic(op, a, b);
}

Value negate(const Value& value) {
  check_use(value);
  if (value.is_real()) return -value.as_real();
  if (value.is_big_integer()) return big_negate(value);
  if (!is_integral(value)) type_error("bad operand type for unary -: '" + type_name_of(value) + "'");
  return integer_arithmetic(ExprKind::subtract, 0, integral(value));
}

Value plus(const Value& value) {
  check_use(value);
  if (value.is_real() || value.is_big_integer()) return value;
  if (!is_integral(value)) type_error("bad operand type for unary +: '" + type_name_of(value) + "'");
  return integral(value);
}

bool equals(const Value& left, const Value& right) {
  if (is_undefined(right)) return right == left;
  return left == right;
}

namespace {

std::string_view symbol_of(CompareOp op) {
  switch (op) {
    case CompareOp::lt: return "<";
    case CompareOp::le: return "<=";
    case CompareOp::gt: return ">";
    default: return ">=";
  }
}

template <typename T>
bool holds(CompareOp op, const T& a, const T& b) {
  switch (op) {
    case CompareOp::lt: return a < b;
    case CompareOp::le: return a <= b;
    case CompareOp::gt: return a > b;
    default: return a >= b;
  }
}

// The integer beside a double, compared exactly.
int order_of(const Value& integer, double real) {
  if (!integer.is_big_integer()) {
    const auto a = static_cast<long double>(integral(integer));  // 64 bits fit
    const auto b = static_cast<long double>(real);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return big_compare(integer, real);
}

bool compare_numbers(CompareOp op, const Value& left, const Value& right) {
  if (is_integral(left) && is_integral(right)) return holds(op, integral(left), integral(right));
  if (left.is_real() && right.is_real()) return holds(op, left.as_real(), right.as_real());
  if (left.is_real()) return !std::isnan(left.as_real()) && holds(op, -order_of(right, left.as_real()), 0);
  if (right.is_real()) return !std::isnan(right.as_real()) && holds(op, order_of(left, right.as_real()), 0);
  return holds(op, big_compare(left, right), 0);
}

bool is_number(const Value& v) { return is_integral(v) || v.is_real() || v.is_big_integer(); }

bool compare_sequences(CompareOp op, const List& a, const List& b, int depth);

// One contains the other: the order of views of keys.
bool compare_keys(CompareOp op, const View& left, const View& right) {
  const Map& a = left.map.as_map();
  const Map& b = right.map.as_map();
  if (!holds(op, a.size(), b.size())) return false;
  return op == CompareOp::lt || op == CompareOp::le ? right.has_keys_of(a) : left.has_keys_of(b);
}

bool compare_at(CompareOp op, const Value& left, const Value& right, int depth) {
  if (depth > 200) throw TooDeep{};
  if (left.is_integer() && right.is_integer()) return holds(op, left.as_integer(), right.as_integer());
  if (is_number(left) && is_number(right)) return compare_numbers(op, left, right);
  if (left.is_string() && right.is_string()) return holds(op, left.as_string(), right.as_string());
  check_use(left);
  check_use(right);
  if (same_sequences(left, right)) return compare_sequences(op, *items_of(left), *items_of(right), depth + 1);
  if (family_of(left) == Family::keys && family_of(right) == Family::keys) {
    return compare_keys(op, as<View>(left), as<View>(right));
  }
  type_error("'" + std::string(symbol_of(op)) + "' not supported between instances of '" + type_name_of(left) +
             "' and '" + type_name_of(right) + "'");
}

bool compare_sequences(CompareOp op, const List& a, const List& b, int depth) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (!equals(a[i], b[i])) return compare_at(op, a[i], b[i], depth);
  }
  return holds(op, a.size(), b.size());
}

}  // namespace

bool compare(CompareOp op, const Value& left, const Value& right) {
  switch (op) {
    case CompareOp::eq: return equals(left, right);
    case CompareOp::ne: return !equals(left, right);
    case CompareOp::in: return contains(right, left);
    case CompareOp::not_in: return !contains(right, left);
    default: return compare_at(op, left, right, 0);
  }
}

bool less(const Value& left, const Value& right) { return compare_at(CompareOp::lt, left, right, 0); }

bool contains(const Value& container, const Value& value) {
  if (const List* items = items_of(container)) {
    for (const Value& item : *items) {
      if (equals(item, value)) return true;
    }
    return false;
  }
  if (container.is_string()) {
    if (!value.is_string()) {
      type_error("'in <string>' requires string as left operand, not " + type_name_of(value));
    }
    return container.as_string().find(value.as_string()) != std::string_view::npos;
  }
  if (container.is_map()) {
    check_hashable(value);
    return container.as_map().find_key(value) != nullptr;
  }
  if (is_undefined(container)) return check_soft_use(container), false;
  if (family_of(container) == Family::range) {
    if (as<Range>(container).size > 0) check_soft_use(value);
    return as<Range>(container).contains(value);
  }
  return contains_by_iteration(container, value);
}

}  // namespace sailmaker::jinja
