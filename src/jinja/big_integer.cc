#include "jinja/big_integer.h"

#include <gmp.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "jinja/failure.h"

namespace sailmaker::jinja {

namespace {

// 10^40,000 has 132,878 bits.
constexpr std::size_t kMostBits = 132'878;

[[noreturn]] void too_many_digits() {
  fail(type::kLimit, "an integer of more than " + std::to_string(kMostDigits) + " digits");
}

// A number of GMP, freed at the end of its scope.
class Integer {
 public:
  Integer() { mpz_init(number_); }
  explicit Integer(const Value& value) {
    if (value.is_big_integer()) {
      mpz_init_set_str(number_, std::string(value.as_string()).c_str(), 10);
    } else {
      mpz_init_set_si(number_, value.is_boolean() ? value.as_boolean() : value.as_integer());
    }
  }
  ~Integer() { mpz_clear(number_); }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;

  mpz_ptr get() { return number_; }
  mpz_srcptr get() const { return number_; }
  int sign() const { return mpz_sgn(number_); }
  std::size_t bits() const { return sign() == 0 ? 0 : mpz_sizeinbase(number_, 2); }

  std::string text(int base) const {
    std::string out(mpz_sizeinbase(number_, base) + 2, '\0');
    mpz_get_str(out.data(), base, number_);
    out.resize(out.find('\0'));
    return out;
  }

  Value value() const {
    if (mpz_fits_slong_p(number_) != 0) return static_cast<std::int64_t>(mpz_get_si(number_));
    if (bits() > kMostBits) too_many_digits();
    return Value::big_integer(text(10));
  }

 private:
  mpz_t number_;
};

// a / b as the nearest double, halves to even: the quotient to 55 bits or more, and whether anything is left.
double divide(const Integer& a, const Integer& b) {
  if (b.sign() == 0) fail(type::kZeroDivision, "division by zero");
  if (a.sign() == 0) return b.sign() < 0 ? -0.0 : 0.0;
  const auto gap = static_cast<long>(a.bits()) - static_cast<long>(b.bits());
  if (gap > 1025) fail(type::kOverflow, "integer division result too large for a float");
  constexpr long kLowest = 1074;  // the smallest double is 2^-1074
  const long shift = std::min(55 - gap, kLowest + 2);
  Integer numerator;
  Integer denominator;
  mpz_abs(numerator.get(), a.get());
  mpz_abs(denominator.get(), b.get());
  if (shift > 0) mpz_mul_2exp(numerator.get(), numerator.get(), static_cast<mp_bitcnt_t>(shift));
  if (shift < 0) mpz_mul_2exp(denominator.get(), denominator.get(), static_cast<mp_bitcnt_t>(-shift));
  Integer quotient;
  Integer rest;
  mpz_tdiv_qr(quotient.get(), rest.get(), numerator.get(), denominator.get());
  std::uint64_t bits = mpz_get_ui(quotient.get());
  const long drop = std::max({static_cast<long>(quotient.bits()) - 53, shift - kLowest, 0L});
  const std::uint64_t half = drop == 0 ? 0 : std::uint64_t{1} << (drop - 1);
  const std::uint64_t dropped = drop == 0 ? 0 : bits & ((std::uint64_t{1} << drop) - 1);
  bits >>= drop;
  if (drop > 0 && (dropped > half || (dropped == half && (rest.sign() != 0 || (bits & 1) != 0)))) ++bits;
  const double size = std::ldexp(static_cast<double>(bits), static_cast<int>(drop - shift));
  if (std::isinf(size)) fail(type::kOverflow, "integer division result too large for a float");
  return a.sign() == b.sign() ? size : -size;
}

Value power(const Value& left, const Value& right, const Integer& base, const Integer& exponent) {
  if (exponent.sign() < 0) {
    if (base.sign() == 0) fail(type::kZeroDivision, "0.0 cannot be raised to a negative power");
    const double result = std::pow(big_to_real(left), big_to_real(right));
    return result;
  }
  if (mpz_cmpabs_ui(base.get(), 1) <= 0) {
    const bool minus = base.sign() < 0 && mpz_odd_p(exponent.get()) != 0;
    return base.sign() == 0 ? exponent.sign() == 0 ? 1 : 0 : minus ? -1 : 1;
  }
  const std::size_t most = kMostBits / (base.bits() - 1) + 1;
  if (mpz_cmp_ui(exponent.get(), most) > 0) too_many_digits();
  Integer result;
  mpz_pow_ui(result.get(), base.get(), mpz_get_ui(exponent.get()));
  return result.value();
}

}  // namespace

Value big_arithmetic(ExprKind op, const Value& left, const Value& right) {
  const Integer a(left);
  const Integer b(right);
  Integer result;
  switch (op) {
    case ExprKind::add: mpz_add(result.get(), a.get(), b.get()); break;
    case ExprKind::subtract: mpz_sub(result.get(), a.get(), b.get()); break;
    case ExprKind::multiply:
      if (a.bits() + b.bits() > kMostBits + 1) too_many_digits();
      mpz_mul(result.get(), a.get(), b.get());
      break;
    case ExprKind::divide: return divide(a, b);
    case ExprKind::floor_divide:
      if (b.sign() == 0) fail(type::kZeroDivision, "integer division or modulo by zero");
      mpz_fdiv_q(result.get(), a.get(), b.get());
      break;
    case ExprKind::modulo:
      if (b.sign() == 0) fail(type::kZeroDivision, "integer modulo by zero");
      mpz_fdiv_r(result.get(), a.get(), b.get());
      break;
    default: return power(left, right, a, b);
  }
  return result.value();
}

Value big_negate(const Value& value) {
  Integer number(value);
  mpz_neg(number.get(), number.get());
  return number.value();
}

int big_compare(const Value& left, const Value& right) { return mpz_cmp(Integer(left).get(), Integer(right).get()); }

int big_compare(const Value& left, double right) {
  if (std::isinf(right)) return right > 0 ? -1 : 1;
  return mpz_cmp_d(Integer(left).get(), right);
}

double big_to_real(const Value& value) {
  if (value.is_boolean()) return value.as_boolean() ? 1 : 0;
  if (value.is_integer()) return static_cast<double>(value.as_integer());
  const double number = std::strtod(std::string(value.as_string()).c_str(), nullptr);
  if (std::isinf(number)) fail(type::kOverflow, "int too large to convert to float");
  return number;
}

Value integer_of_real(double number) {
  constexpr double kTwo63 = 9223372036854775808.0;
  if (number >= -kTwo63 && number < kTwo63) return static_cast<std::int64_t>(number);
  Integer whole;
  mpz_set_d(whole.get(), number);
  return whole.value();
}

Value big_round(const Value& value, std::int64_t precision) {
  if (precision < -static_cast<std::int64_t>(kMostDigits)) return 0;
  const Integer number(value);
  Integer unit;
  mpz_ui_pow_ui(unit.get(), 10, static_cast<unsigned long>(-precision));
  Integer down;
  Integer rest;
  mpz_fdiv_qr(down.get(), rest.get(), number.get(), unit.get());
  mpz_mul_2exp(rest.get(), rest.get(), 1);
  const int half = mpz_cmp(rest.get(), unit.get());
  if (half > 0 || (half == 0 && mpz_odd_p(down.get()) != 0)) mpz_add_ui(down.get(), down.get(), 1);
  mpz_mul(down.get(), down.get(), unit.get());
  return down.value();
}

std::string big_digits(const Value& value, int base) {
  Integer number(value);
  mpz_abs(number.get(), number.get());
  return number.text(base);
}

std::optional<Value> big_from_digits(std::string_view digits, int base, bool negative) {
  if (static_cast<double>(digits.size()) * std::log2(base) > static_cast<double>(kMostBits)) return std::nullopt;
  Integer number;
  if (mpz_set_str(number.get(), std::string(digits).c_str(), base) != 0) return std::nullopt;
  if (negative) mpz_neg(number.get(), number.get());
  return number.value();
}

std::int64_t bit_length(const Value& value) { return static_cast<std::int64_t>(Integer(value).bits()); }

std::int64_t bit_count(const Value& value) {
  Integer number(value);
  mpz_abs(number.get(), number.get());
  return static_cast<std::int64_t>(mpz_popcount(number.get()));
}

void check_printable_size(const Value& big) {
  if (big.as_string().size() - (big.as_string()[0] == '-' ? 1 : 0) <= kMostPrintedDigits) return;
  value_error("Exceeds the limit (" + std::to_string(kMostPrintedDigits) +
              " digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
}

}  // namespace sailmaker::jinja
