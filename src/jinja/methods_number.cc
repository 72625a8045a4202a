#include <charconv>
#include <cmath>
#include <string>

#include "jinja/arguments.h"
#include "jinja/big_integer.h"
#include "jinja/failure.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/print.h"

// Methods of integers, floats and ranges.

namespace sailmaker::jinja {

namespace {

Value bits_of(Evaluator&, const Value& self, const Arguments&) { return bit_length(self); }
Value ones_of(Evaluator&, const Value& self, const Arguments&) { return bit_count(self); }
Value itself(Evaluator&, const Value& self, const Arguments&) { return plus(self); }
Value ratio_of_integer(Evaluator&, const Value& self, const Arguments&) { return make_tuple({plus(self), Value(1)}); }

Value is_whole(Evaluator&, const Value& self, const Arguments&) {
  return std::isfinite(self.as_real()) && std::trunc(self.as_real()) == self.as_real();
}

Value ratio_of_real(Evaluator&, const Value& self, const Arguments&) {
  const double number = self.as_real();
  if (std::isnan(number)) value_error("cannot convert NaN to integer ratio");
  if (std::isinf(number)) fail(type::kOverflow, "cannot convert Infinity to integer ratio");
  int exponent = 0;
  double fraction = std::frexp(number, &exponent);
  for (; std::trunc(fraction) != fraction; --exponent) fraction *= 2;
  const Value power = big_arithmetic(ExprKind::power, Value(2), Value(exponent < 0 ? -exponent : exponent));
  const Value whole = integer_of_real(fraction);
  if (exponent < 0) return make_tuple({whole, power});
  return make_tuple({big_arithmetic(ExprKind::multiply, whole, power), Value(1)});
}

// 0x1.8000000000000p+0: 13 digits after the point, as Python writes them.
Value hex_of_real(Evaluator&, const Value& self, const Arguments&) {
  const double number = self.as_real();
  if (!std::isfinite(number)) return Value(format_real(number));
  const std::string sign = std::signbit(number) ? "-0x" : "0x";
  if (number == 0) return Value(sign + "0.0p+0");
  int exponent = 0;
  double fraction = std::frexp(std::fabs(number), &exponent) * 2;
  --exponent;
  if (exponent < -1022) fraction = std::ldexp(fraction, exponent + 1022), exponent = -1022;
  auto bits = static_cast<std::uint64_t>(std::ldexp(fraction, 52));
  std::string digits(13, '0');
  for (std::size_t i = digits.size(); i-- > 0; bits >>= 4) digits[i] = "0123456789abcdef"[bits & 15];
  return Value(sign + (bits != 0 ? "1." : "0.") + digits + "p" + (exponent < 0 ? "-" : "+") +
               std::to_string(std::abs(exponent)));
}

Value index_in_range(Evaluator&, const Value& self, const Arguments& arguments) {
  const Range& range = as<Range>(self);
  if (!range.contains(arguments[0])) {
    if (!is_int(arguments[0])) value_error("sequence.index(x): x not in sequence");
    value_error(to_repr(arguments[0]) + " is not in range");
  }
  return range.place_of(arguments[0]);
}

Value count_in_range(Evaluator&, const Value& self, const Arguments& arguments) {
  return as<Range>(self).contains(arguments[0]) ? 1 : 0;
}

}  // namespace

Value number_member(const Value& number, std::string_view name) {
  if (name == "real") return number.is_real() ? number : plus(number);
  if (name == "imag") return number.is_real() ? Value(0.0) : Value(0);
  if (number.is_real()) return missing();
  if (name == "numerator") return plus(number);
  return name == "denominator" ? Value(1) : missing();
}

std::span<const Native> integer_methods() {
  static const Native all[] = {{"bit_length", "", bits_of},
                               {"bit_count", "", ones_of},
                               {"conjugate", "", itself},
                               {"as_integer_ratio", "", ratio_of_integer}};
  return all;
}

std::span<const Native> real_methods() {
  static const Native all[] = {{"is_integer", "", is_whole},
                               {"conjugate", "", itself},
                               {"as_integer_ratio", "", ratio_of_real},
                               {"hex", "", hex_of_real}};
  return all;
}

std::span<const Native> range_methods() {
  static const Native all[] = {{"index", "/ value", index_in_range}, {"count", "/ value", count_in_range}};
  return all;
}

}  // namespace sailmaker::jinja
