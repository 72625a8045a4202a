#include <charconv>
#include <cmath>

#include "jinja/filter_support.h"
#include "jinja/format.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/parse_number.h"
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
  if (!std::isfinite(number)) return otherwise;
  const double whole = std::trunc(number);
  if (std::fabs(whole) < 9.2e18) return static_cast<std::int64_t>(whole);
  return Value::big_integer(format_double(whole, 'f', 0, false));
}

Value to_int(Evaluator&, const Value& self, const Arguments& arguments) {
  Value otherwise = arguments.has(0) ? arguments[0] : Value(0);
  const std::int64_t base = arguments.integer(1, 10);
  check_use(self);
  if (self.is_string()) {
    Value integer;
    if (parse_integer(self.as_string(), base, integer)) return integer;
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

Value round_integer(std::int64_t number, std::int64_t precision) {
  if (precision >= 0) return number;
  if (precision < -18) return 0;
  std::int64_t power = 1;
  for (std::int64_t i = precision; i < 0; ++i) power *= 10;
  std::int64_t rest = number % power;
  if (rest < 0) rest += power;
  std::int64_t down = number - rest;
  const bool up = rest * 2 > power || (rest * 2 == power && (down / power) % 2 != 0);
  return up ? down + power : down;
}

Value round_number(Evaluator&, const Value& self, const Arguments& arguments) {
  const std::int64_t precision = arguments.integer(0, 0);
  const std::string method = arguments.text(1, "common");
  if (method != "common" && method != "ceil" && method != "floor") {
    fail(type::kFilterArgument, "method must be common, ceil or floor");
  }
  check_use(self);
  std::int64_t integer = 0;
  if (method == "common" && to_integer(self, integer)) return round_integer(integer, precision);
  double number = 0;
  if (self.is_big_integer() && method == "common") return self;
  if (!to_real(self, number)) type_error("type " + type_name_of(self) + " doesn't define __round__ method");
  if (method == "common") return round_common(number, precision);
  const double power = std::pow(10.0, static_cast<double>(precision));
  const double scaled = number * power;
  if (!std::isfinite(scaled)) fail(type::kOverflow, "cannot convert float infinity to integer");
  return (method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / power;
}

Value file_size(Evaluator&, const Value& self, const Arguments& arguments) {
  const bool binary = arguments.truth(0, false);
  check_use(self);
  double bytes = 0;
  if (self.is_string() ? !parse_real(self.as_string(), bytes) : !to_real(self, bytes)) {
    value_error("could not convert to float: " + soft_text(self));
  }
  const double base = binary ? 1024 : 1000;
  if (bytes == 1) return "1 Byte";
  if (bytes < base) return Value(std::to_string(static_cast<std::int64_t>(bytes)) + " Bytes");
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
  if (total.is_string()) type_error("sum() can't sum strings [use ''.join(seq) instead]");
  Cursor cursor(self);
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
