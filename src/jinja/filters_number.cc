#include <charconv>
#include <cmath>

#include "jinja/big_integer.h"
#include "jinja/filter_support.h"
#include "jinja/format.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/parse_number.h"
#include "jinja/print.h"
#include "jinja/registry.h"

// Filters about numbers.

namespace sailmaker::jinja {

namespace {

Value absolute(Evaluator&, const Value& self, const Arguments&) {
  std::int64_t integer = 0;
  if (self.is_real()) return std::fabs(self.as_real());
  if (self.is_big_integer()) return self.as_string()[0] == '-' ? negate(self) : self;
  if (!to_integer(self, integer)) type_error("bad operand type for abs(): '" + type_name_of(self) + "'");
  return integer < 0 ? negate(Value(integer)) : Value(integer);
}

Value to_float(Evaluator&, const Value& self, const Arguments& arguments) {
  Value otherwise = arguments.has(0) ? arguments[0] : Value(0.0);
  check_use(self);
  double number = 0;
  if (to_real(self, number)) return number;
  if (self.is_string() && parse_real(self.as_string(), number)) return number;
  return otherwise;
}

Value truncated(double number, const Value& otherwise) {
  return std::isfinite(number) ? integer_of_real(number) : otherwise;
}

Value to_int(Evaluator&, const Value& self, const Arguments& arguments) {
  Value otherwise = arguments.has(0) ? arguments[0] : Value(0);
  check_use(self);
  if (self.is_string()) {
    // With a base that is no integer the text is none either: int() fails, and the filter catches that.
    std::int64_t base = 10;
    const bool has_base = !arguments.has(1) || to_integer(arguments[1], base);
    Value integer;
    if (has_base && parse_integer(self.as_string(), base, integer)) return integer;
    double number = 0;
    if (!parse_real(self.as_string(), number)) return otherwise;
    return truncated(number, otherwise);
  }
  std::int64_t integer = 0;
  if (self.is_real()) {
    if (std::isinf(self.as_real())) fail(type::kOverflow, "cannot convert float infinity to integer");
    return truncated(self.as_real(), otherwise);
  }
  if (self.is_big_integer()) return self;
  return to_integer(self, integer) ? Value(integer) : otherwise;
}

// Half to even by the exact binary value: what printing with so many digits does.
double round_common(double number, std::int64_t precision) {
  if (!std::isfinite(number) || precision > 300) return number;
  if (precision >= 0) {
    const std::string digits = format_double(number, 'f', precision, false);
    double result = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), result);
    return result;
  }
  if (precision < -300) return std::copysign(0.0, number);
  const double power = std::pow(10.0, static_cast<double>(-precision));
  return std::nearbyint(number / power) * power;
}

// ceil(x * 10**precision) / 10**precision, in whatever kinds of numbers that is for Python.
Value round_towards(Evaluator& evaluator, const Value& self, const Value& precision, bool up) {
  const Value power = arithmetic(evaluator, ExprKind::power, Value(10), precision);
  Value scaled = arithmetic(evaluator, ExprKind::multiply, self, power);
  if (scaled.is_real()) {
    const double number = scaled.as_real();
    if (std::isnan(number)) value_error("cannot convert float NaN to integer");
    if (std::isinf(number)) fail(type::kOverflow, "cannot convert float infinity to integer");
    scaled = integer_of_real(up ? std::ceil(number) : std::floor(number));
  } else if (!is_int(scaled)) {
    type_error("must be real number, not " + type_name_of(scaled));
  }
  return arithmetic(evaluator, ExprKind::divide, scaled, power);
}

Value round_number(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  if (arguments.has(1)) check_hashable(arguments[1]);
  const std::string method = !arguments.has(1) || arguments[1].is_string() ? arguments.text(1, "common") : "?";
  if (method != "common" && method != "ceil" && method != "floor") {
    fail(type::kFilterArgument, "method must be common, ceil or floor");
  }
  if (method != "common") {
    return round_towards(evaluator, self, arguments.has(0) ? arguments[0] : Value(0), method == "ceil");
  }
  // round(5.5, none) gives an integer, as Python's round() without digits does.
  const bool none = arguments.has(0) && arguments[0].is_null();
  if (none && self.is_real() && std::isfinite(self.as_real())) return integer_of_real(std::nearbyint(self.as_real()));
  // Digits behind the point of an integer: as many as one likes.
  if (is_int(self) && arguments[0].is_big_integer() && arguments[0].as_string()[0] != '-') return self;
  if (!is_int(self) && !self.is_real()) type_error("type " + type_name_of(self) + " doesn't define __round__ method");
  if (self.is_real()) return round_common(self.as_real(), none ? 0 : arguments.bound(0, 0));
  const std::int64_t precision = none ? 0 : arguments.integer(0, 0);
  return precision >= 0 ? plus(self) : big_round(self, precision);
}

Value file_size(Evaluator&, const Value& self, const Arguments& arguments) {
  check_use(self);
  double bytes = 0;
  if (self.is_string() ? !parse_real(self.as_string(), bytes) : !to_real(self, bytes)) {
    if (self.is_string()) value_error("could not convert to float: " + soft_text(self));
    type_error("float() argument must be a string or a real number, not '" + type_name_of(self) + "'");
  }
  const bool binary = arguments.truth(0, false);
  const double base = binary ? 1024 : 1000;
  if (bytes == 1) return "1 Byte";
  if (bytes < base) return Value(to_str(integer_of_real(bytes)) + " Bytes");
  static constexpr std::string_view kUnits = "kMGTPEZY";
  long double unit = base;  // exact for all of them, as Python's integers are
  std::size_t i = 0;
  while (i + 1 < kUnits.size() && static_cast<long double>(bytes) >= unit * base) unit *= base, ++i;
  std::string name(1, binary && i == 0 ? 'K' : kUnits[i]);
  return Value(format_double(base * bytes / static_cast<double>(unit * base), 'f', 1, false) + " " + name +
               (binary ? "iB" : "B"));
}

Value sum(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  Value total = arguments.has(1) ? arguments[1] : Value(0);
  const bool by_attribute = arguments.has(0) && !arguments[0].is_null();
  const AttributePath path(by_attribute ? arguments[0] : Value("x"));
  Cursor cursor(self);
  if (total.is_string()) type_error("sum() can't sum strings [use ''.join(seq) instead]");
  for (Value item; cursor.next(item);) {
    evaluator.charge(1);
    total = arithmetic(evaluator, ExprKind::add, total, by_attribute ? path.get(evaluator, item, missing()) : item);
  }
  return total;
}

}  // namespace

std::span<const Filter> number_filters() {
  static const Filter all[] = {
      {"abs", "", absolute},
      {"float", "default?", to_float},
      {"int", "default? base?", to_int},
      {"round", "precision? method?", round_number},
      {"filesizeformat", "binary?", file_size},
      {"sum", "attribute? start?", sum},
  };
  return all;
}

}  // namespace sailmaker::jinja
