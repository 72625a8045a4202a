#include "yaml/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

namespace sailmaker::yaml {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sign(char c) { return c == '-' || c == '+'; }
bool is_digit_or_gap(char c) { return is_digit(c) || c == '_'; }
bool is_octal_or_gap(char c) { return (c >= '0' && c <= '7') || c == '_'; }
bool is_binary_or_gap(char c) { return c == '0' || c == '1' || c == '_'; }
bool is_hex_or_gap(char c) { return is_digit_or_gap(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// All of `text`, and at least one character.
template <typename Test>
bool all_of(std::string_view text, Test test) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

void skip_sign(std::string_view& text) {
  if (!text.empty() && is_sign(text.front())) text.remove_prefix(1);
}

void skip_digits(std::string_view& text) {
  while (!text.empty() && is_digit_or_gap(text.front())) text.remove_prefix(1);
}

// (:[0-5]?[0-9])+ ; false when not even one stands here.
bool skip_sixties(std::string_view& text) {
  bool any = false;
  while (text.size() >= 2 && text[0] == ':' && is_digit(text[1])) {
    const bool two = text.size() >= 3 && is_digit(text[2]);
    if (two && text[1] > '5') return false;
    text.remove_prefix(two ? 3 : 2);
    any = true;
  }
  return any;
}

// ([eE][-+][0-9]+)? up to the end.
bool is_exponent_or_end(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() < 3 || (text[0] != 'e' && text[0] != 'E') || !is_sign(text[1])) return false;
  return all_of(text.substr(2), is_digit);
}

bool is_infinity(std::string_view text) { return text == "inf" || text == "Inf" || text == "INF"; }
bool is_nan(std::string_view text) { return text == "nan" || text == "NaN" || text == "NAN"; }

// A number of any size as limbs of nine decimal digits, the lowest first.
class Decimal {
 public:
  void multiply_add(std::uint32_t factor, std::uint32_t summand) {
    std::uint64_t carry = summand;
    for (std::uint32_t& limb : limbs_) {
      carry += static_cast<std::uint64_t>(limb) * factor;
      limb = static_cast<std::uint32_t>(carry % kBase);
      carry /= kBase;
    }
    while (carry > 0) {
      limbs_.push_back(static_cast<std::uint32_t>(carry % kBase));
      carry /= kBase;
    }
  }

  void add(const Decimal& other) {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < other.limbs_.size() || carry > 0; ++i) {
      if (i == limbs_.size()) limbs_.push_back(0);
      carry += limbs_[i] + (i < other.limbs_.size() ? other.limbs_[i] : 0U);
      limbs_[i] = static_cast<std::uint32_t>(carry % kBase);
      carry /= kBase;
    }
  }

  std::string digits() const {
    if (limbs_.empty()) return "0";
    std::string out = std::to_string(limbs_.back());
    for (std::size_t i = limbs_.size() - 1; i-- > 0;) {
      const std::string limb = std::to_string(limbs_[i]);
      out.append(9 - limb.size(), '0').append(limb);
    }
    return out;
  }

 private:
  static constexpr std::uint32_t kBase = 1'000'000'000;
  std::vector<std::uint32_t> limbs_;
};

Value from_digits(bool negative, std::string digits) {
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  digits.erase(0, first);
  if (negative && digits != "0") digits.insert(0, 1, '-');
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() ? Value(number) : Value::big_integer(digits);
}

int digit_of(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

std::optional<Value> in_base(bool negative, std::string_view digits, int base) {
  if (digits.empty()) return std::nullopt;
  Decimal number;
  for (const char c : digits) {
    if (digit_of(c) >= base) return std::nullopt;
    number.multiply_add(static_cast<std::uint32_t>(base), static_cast<std::uint32_t>(digit_of(c)));
  }
  return from_digits(negative, number.digits());
}

std::optional<Value> in_sixties(bool negative, std::string_view text) {
  Decimal sum;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    if (!all_of(part, is_digit)) return std::nullopt;
    Decimal digits;
    for (const char c : part) digits.multiply_add(10, static_cast<std::uint32_t>(c - '0'));
    sum.multiply_add(60, 0);
    sum.add(digits);
    if (colon == std::string_view::npos) return from_digits(negative, sum.digits());
    text.remove_prefix(colon + 1);
  }
}

std::string without_gaps(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '_') out += c;
  }
  return out;
}

// Python's float(), which takes blanks around the number.
std::optional<double> parse_real(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(" \t\n") + 1 - first);
  if (text.size() > 1 && text[0] == '+' && !is_sign(text[1])) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || text.find('(') != std::string_view::npos) return std::nullopt;
  // Too large is infinite and too small is zero, as strtod() and Python have it.
  if (error == std::errc::result_out_of_range) return std::strtod(std::string(text).c_str(), nullptr);
  if (error != std::errc()) return std::nullopt;
  return number;
}

std::optional<double> real_in_sixties(std::string_view text) {
  std::vector<double> parts;
  for (std::size_t colon = 0; colon != std::string_view::npos; text.remove_prefix(colon + 1)) {
    colon = text.find(':');
    const std::optional<double> part = parse_real(text.substr(0, colon));
    if (!part) return std::nullopt;
    parts.push_back(*part);
    if (colon == std::string_view::npos) break;
  }
  // From the last part on, as PyYAML adds them: the order decides the last bit.
  double sum = 0;
  long double base = 1;
  for (std::size_t i = parts.size(); i-- > 0; base *= 60) sum += parts[i] * static_cast<double>(base);
  return sum;
}

}  // namespace

bool looks_like_integer(std::string_view text) {
  skip_sign(text);
  if (text.empty() || !is_digit(text[0])) return false;
  if (text[0] != '0') {
    skip_digits(text);
    return text.empty() || (skip_sixties(text) && text.empty());
  }
  if (text.size() == 1) return true;
  if (text[1] == 'b') return all_of(text.substr(2), is_binary_or_gap);
  if (text[1] == 'x') return all_of(text.substr(2), is_hex_or_gap);
  return all_of(text.substr(1), is_octal_or_gap);
}

bool looks_like_real(std::string_view text) {
  const bool has_sign = !text.empty() && is_sign(text[0]);
  skip_sign(text);
  if (text.empty()) return false;
  if (text[0] == '.') {
    text.remove_prefix(1);
    if (is_infinity(text)) return true;
    if (has_sign) return false;
    if (is_nan(text)) return true;
    if (text.empty() || !is_digit(text[0])) return false;
    skip_digits(text);
    return is_exponent_or_end(text);
  }
  if (!is_digit(text[0])) return false;
  skip_digits(text);
  const bool sixties = skip_sixties(text);
  if (text.empty() || text[0] != '.') return false;
  text.remove_prefix(1);
  skip_digits(text);
  return sixties ? text.empty() : is_exponent_or_end(text);
}

std::optional<Value> to_integer(std::string_view spelled) {
  if (spelled.size() > kLongestNumber) return std::nullopt;
  const std::string kept = without_gaps(spelled);
  std::string_view text = kept;
  const bool negative = !text.empty() && text[0] == '-';
  skip_sign(text);
  if (text.empty()) return std::nullopt;
  if (text.starts_with("0b")) return in_base(negative, text.substr(2), 2);
  if (text.starts_with("0x")) return in_base(negative, text.substr(2), 16);
  if (text[0] == '0') return in_base(negative, text, 8);
  if (text.find(':') != std::string_view::npos) return in_sixties(negative, text);
  if (!all_of(text, is_digit)) return std::nullopt;
  return from_digits(negative, std::string(text));
}

std::optional<Value> to_real(std::string_view spelled) {
  if (spelled.size() > kLongestNumber) return std::nullopt;
  std::string kept = without_gaps(spelled);
  for (char& c : kept) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::string_view text = kept;
  const double sign = !text.empty() && text[0] == '-' ? -1 : 1;
  skip_sign(text);
  if (text == ".inf") return Value(sign * std::numeric_limits<double>::infinity());
  if (text == ".nan") return Value(std::numeric_limits<double>::quiet_NaN());
  const bool sixties = text.find(':') != std::string_view::npos;
  const std::optional<double> number = sixties ? real_in_sixties(text) : parse_real(text);
  if (!number) return std::nullopt;
  return Value(sign * *number);
}

}  // namespace sailmaker::yaml
