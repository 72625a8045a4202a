#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jinja/ast.h"
#include "value/value.h"

namespace sailmaker::jinja {

// Python's integers where 64 bits are not enough. Operands are integers, booleans and big integers; results are
// integers where they fit, else big integers. GMP, which computes, is known to big_integer.cc alone.

/// Python writes and reads integers of up to so many decimal digits.
constexpr std::size_t kMostPrintedDigits = 4300;
/// We compute with up to so many; beyond them stands a LimitError, before anything is computed.
constexpr std::size_t kMostDigits = 40'000;

/// An int of Python: an integer, a boolean or a big integer.
inline bool is_int(const Value& value) { return value.is_integer() || value.is_boolean() || value.is_big_integer(); }

/// + - * / // % ** with Python's results and errors.
Value big_arithmetic(ExprKind op, const Value& left, const Value& right);
Value big_negate(const Value& value);
/// Below 0, 0 or above 0.
int big_compare(const Value& left, const Value& right);
/// The same for an integer and a double that is not NaN, exactly.
int big_compare(const Value& left, double right);

/// The nearest double; OverflowError where there is none.
double big_to_real(const Value& value);
/// The integer that a finite double holds, its fraction cut off.
Value integer_of_real(double number);
/// Half to even, to a multiple of 10 to the power of `-precision`; `precision` is negative.
Value big_round(const Value& value, std::int64_t precision);

/// Digits without sign or prefix, in lower case; `base` is 2 to 36.
std::string big_digits(const Value& value, int base);
/// The reverse; digits must be of that base. Nothing where they stand for more than kMostDigits.
std::optional<Value> big_from_digits(std::string_view digits, int base, bool negative);
/// How many bits the absolute value needs, and how many of them are 1.
std::int64_t bit_length(const Value& value);
std::int64_t bit_count(const Value& value);

/// ValueError where Python refuses to write an integer for its length.
void check_printable_size(const Value& big);

}  // namespace sailmaker::jinja
