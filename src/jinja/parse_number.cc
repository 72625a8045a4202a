#include "jinja/parse_number.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>

#include "base/unicode.h"
#include "jinja/big_integer.h"
#include "jinja/scan_literal.h"
#include "jinja/unicode_class.h"

namespace sailmaker::jinja {

namespace {

// Without underscores between digits; false where one stands elsewhere.
bool drop_underscores(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out.push_back(text[i]);
      continue;
    }
    const bool between = i > 0 && i + 1 < text.size() && std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0 &&
                         std::isalnum(static_cast<unsigned char>(text[i + 1])) != 0;
    if (!between) return false;
  }
  return true;
}

// Digits of other scripts as 0 to 9, as Python reads numbers.
std::string with_plain_digits(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const int digit = decimal_value(next_code_point(text, i));
    if (digit >= 0)
      out.push_back(static_cast<char>('0' + digit));
    else
      out += text.substr(start, i - start);
  }
  return out;
}

bool take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return false;
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

}  // namespace

bool parse_real(std::string_view text, double& number) {
  if (!is_ascii(text)) {
    const std::string plain = with_plain_digits(strip(text));
    return is_ascii(plain) && parse_real(plain, number);
  }
  text = strip(text);
  const bool negative = take_sign(text);
  const std::string word = lower(text);
  if (word == "inf" || word == "infinity") {
    number = std::numeric_limits<double>::infinity();
  } else if (word == "nan") {
    number = std::numeric_limits<double>::quiet_NaN();
  } else {
    std::string digits;
    if (text.empty() || !drop_underscores(text, digits)) return false;
    if (std::isdigit(static_cast<unsigned char>(digits[0])) == 0 && digits[0] != '.') return false;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ptr != digits.data() + digits.size() || read.ec == std::errc::invalid_argument) return false;
    if (read.ec == std::errc::result_out_of_range) number = std::strtod(digits.c_str(), nullptr);
  }
  if (negative) number = -number;
  return true;
}

bool parse_integer(std::string_view text, std::int64_t base, Value& number) {
  if (base != 0 && (base < 2 || base > 36)) return false;
  if (!is_ascii(text)) {
    const std::string plain = with_plain_digits(strip(text));
    return is_ascii(plain) && parse_integer(plain, base, number);
  }
  text = strip(text);
  const bool negative = take_sign(text);
  if (text.size() > 2 && text[0] == '0') {
    const char kind = static_cast<char>(text[1] | 0x20);
    const int prefix = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
    if (prefix != 0 && (base == prefix || base == 0)) {
      base = prefix;
      text.remove_prefix(text[2] == '_' ? 3 : 2);
    }
  }
  if (base == 0) base = 10;
  std::string digits;
  if (text.empty() || !drop_underscores(text, digits)) return false;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'                               ? c - '0'
                      : std::isalpha(static_cast<unsigned char>(c)) != 0 ? (c | 0x20) - 'a' + 10
                                                                         : 99;
    if (digit >= base) return false;
  }
  if (digits.size() > kMostPrintedDigits && (base & (base - 1)) != 0) return false;
  std::int64_t small = 0;
  const std::string whole = (negative ? "-" : "") + digits;
  const auto read = std::from_chars(whole.data(), whole.data() + whole.size(), small, static_cast<int>(base));
  if (read.ec == std::errc()) return number = small, true;
  std::optional<Value> big = big_from_digits(digits, static_cast<int>(base), negative);
  if (big) number = std::move(*big);
  return big.has_value();
}

}  // namespace sailmaker::jinja
