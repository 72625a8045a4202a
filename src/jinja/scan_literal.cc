#include "jinja/scan_literal.h"

#include <algorithm>
#include <charconv>

#include "base/unicode.h"
#include "jinja/big_integer.h"
#include "jinja/failure.h"
#include "jinja/unicode_class.h"

namespace sailmaker::jinja {

namespace {

bool decimal(char c) { return c >= '0' && c <= '9'; }

int digit_of(char c) {
  if (decimal(c)) return c - '0';
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'z' ? low - 'a' + 10 : 99;
}

// (\d+_)*\d+ : digits with single underscores between them. The end, or `at` when there are none.
std::size_t scan_digits(std::string_view s, std::size_t at, int base = 10) {
  std::size_t i = at;
  while (i < s.size()) {
    if (digit_of(s[i]) < base) {
      ++i;
    } else if (s[i] == '_' && i > at && s[i - 1] != '_' && i + 1 < s.size() && digit_of(s[i + 1]) < base) {
      ++i;
    } else {
      break;
    }
  }
  return i;
}

std::size_t scan_exponent(std::string_view s, std::size_t at) {
  if (at >= s.size() || (s[at] != 'e' && s[at] != 'E')) return at;
  std::size_t i = at + 1;
  if (i < s.size() && (s[i] == '+' || s[i] == '-')) ++i;
  const std::size_t end = scan_digits(s, i);
  return end == i ? at : end;
}

std::string without_underscores(std::string_view text) {
  std::string out(text);
  std::erase(out, '_');
  return out;
}

}  // namespace

std::size_t scan_name(std::string_view source, std::size_t at) {
  std::size_t i = at;
  while (i < source.size()) {
    std::size_t after = i;
    const std::uint32_t c = next_code_point(source, after);
    if (i == at ? !is_name_start(c) : !is_name_part(c)) break;
    i = after;
  }
  return i - at;
}

std::size_t scan_real(std::string_view s, std::size_t at) {
  const std::size_t whole = scan_digits(s, at);
  if (whole == at) return 0;
  std::size_t fraction = whole;
  if (whole + 1 < s.size() && s[whole] == '.' && decimal(s[whole + 1])) fraction = scan_digits(s, whole + 1);
  const std::size_t end = scan_exponent(s, fraction);
  return end == whole ? 0 : end - at;
}

std::size_t scan_integer(std::string_view s, std::size_t at) {
  if (s[at] == '0' && at + 1 < s.size()) {
    const char kind = static_cast<char>(s[at + 1] | 0x20);
    const int base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
    if (base != 0) {
      std::size_t start = at + 2;
      if (start < s.size() && s[start] == '_') ++start;
      const std::size_t end = scan_digits(s, start, base);
      if (end > start) return end - at;
    }
  }
  if (s[at] != '0') return scan_digits(s, at) - at;
  std::size_t i = at + 1;
  while (i < s.size() && (s[i] == '0' || (s[i] == '_' && i + 1 < s.size() && s[i + 1] == '0'))) ++i;
  return i - at;
}

Value integer_value(std::string_view text) {
  std::string digits = without_underscores(text);
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && !decimal(digits[1])) {
    const char kind = static_cast<char>(digits[1] | 0x20);
    base = kind == 'x' ? 16 : kind == 'o' ? 8 : 2;
    digits.erase(0, 2);
  }
  std::int64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (read.ec == std::errc()) return number;
  std::optional<Value> big = big_from_digits(digits, base, false);
  if (!big) fail(type::kLimit, "an integer of more than " + std::to_string(kMostDigits) + " digits");
  return std::move(*big);
}

double real_value(std::string_view text) {
  const std::string digits = without_underscores(text);
  double number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (read.ec == std::errc::result_out_of_range) return std::strtod(digits.c_str(), nullptr);
  return number;
}

namespace {

// Reads `count` digits of `base`; false when they are not there.
bool read_code(std::string_view body, std::size_t& i, int count, int base, std::uint32_t& code) {
  code = 0;
  if (i + static_cast<std::size_t>(count) > body.size()) return false;
  for (int n = 0; n < count; ++n, ++i) {
    if (digit_of(body[i]) >= base) return false;
    code = code * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit_of(body[i]));
  }
  return true;
}

bool simple_escape(char c, std::string& out) {
  static constexpr std::string_view kFrom = "ntrbfva\\'\"";
  static constexpr std::string_view kTo = "\n\t\r\b\f\v\a\\'\"";
  const std::size_t place = kFrom.find(c);
  if (place == std::string_view::npos) return false;
  out.push_back(kTo[place]);
  return true;
}

void octal_escape(std::string_view body, std::size_t& i, std::string& out) {
  std::uint32_t code = 0;
  for (int n = 0; n < 3 && i < body.size() && body[i] >= '0' && body[i] <= '7'; ++n, ++i) {
    code = code * 8 + static_cast<std::uint32_t>(body[i] - '0');
  }
  append_utf8(out, code);
}

bool coded_escape(std::string_view body, std::size_t& i, std::string& out) {
  const char kind = body[i++];
  std::uint32_t code = 0;
  if (kind == 'N' || !read_code(body, i, kind == 'x' ? 2 : kind == 'u' ? 4 : 8, 16, code)) return false;
  if (code > 0x10FFFF) return false;
  append_utf8(out, code);
  return true;
}

// As Python's backslashreplace writes it, without the backslash.
void append_escape(std::uint32_t c, std::string& out) {
  const int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  out.push_back(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.push_back("0123456789abcdef"[(c >> shift) & 15]);
}

bool escape_at(std::string_view body, std::size_t& i, std::string& out) {
  const char c = body[i];
  if (c == '\n') return ++i, true;
  if (simple_escape(c, out)) return ++i, true;
  if (c >= '0' && c <= '7') return octal_escape(body, i, out), true;
  if (c == 'x' || c == 'u' || c == 'U' || c == 'N') return coded_escape(body, i, out);
  out.push_back('\\');
  // Jinja2 writes a character beyond ASCII as an escape before it reads escapes, and this backslash takes that one's
  // away.
  if (static_cast<unsigned char>(c) >= 0x80) append_escape(next_code_point(body, i), out);
  return true;
}

}  // namespace

bool unescape(std::string_view body, std::string_view newline, std::string& out, std::size_t& bad) {
  out.reserve(out.size() + body.size());
  for (std::size_t i = 0; i < body.size();) {
    if (body[i] == '\n') {
      out += newline;
      ++i;
    } else if (body[i] != '\\') {
      out.push_back(body[i++]);
    } else {
      bad = i++;
      if (i >= body.size() || !escape_at(body, i, out)) return false;
    }
  }
  return true;
}

}  // namespace sailmaker::jinja
