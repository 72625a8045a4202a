#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/unicode.h"
#include "jinja/big_integer.h"
#include "jinja/evaluator.h"
#include "jinja/format.h"
#include "jinja/operators.h"
#include "jinja/print.h"

namespace sailmaker::jinja {

namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

std::string upper_ascii(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return text;
}

std::string chars_of(double number, std::chars_format format, int precision) {
  std::string buffer(static_cast<std::size_t>(precision) + 400, '\0');
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format, precision).ptr;
  buffer.resize(static_cast<std::size_t>(end - buffer.data()));
  return buffer;
}

// With '#' a point is always there, and %g fills up its significant digits.
void add_point(std::string& text, std::int64_t significant) {
  std::size_t end = std::min(text.find('e'), text.size());
  if (text.find('.') == std::string::npos) text.insert(end++, ".");
  const std::size_t first = std::min(text.find_first_of("123456789"), end);
  std::int64_t digits = 0;
  for (std::size_t i = first; i < end; ++i) digits += text[i] != '.' ? 1 : 0;
  if (first == end) digits = static_cast<std::int64_t>(text.find('.') != 0);
  if (digits < significant) text.insert(end, static_cast<std::size_t>(significant - digits), '0');
}

}  // namespace

std::string format_double(double number, char type, std::int64_t precision, bool alternate) {
  if (std::isnan(number)) return is_capital(type) ? "NAN" : "nan";
  if (std::isinf(number)) return std::string(number < 0 ? "-" : "") + (is_capital(type) ? "INF" : "inf");
  const char kind = static_cast<char>(type | 0x20);
  const auto format = kind == 'e'   ? std::chars_format::scientific
                      : kind == 'f' ? std::chars_format::fixed
                                    : std::chars_format::general;
  if (kind == 'g' && precision == 0) precision = 1;
  std::string text = chars_of(number, format, static_cast<int>(precision));
  if (alternate) add_point(text, kind == 'g' ? precision : 0);
  return is_capital(type) ? upper_ascii(std::move(text)) : text;
}

namespace {

std::string format_small(std::int64_t number, char type, bool alternate) {
  const int base = type == 'x' || type == 'X' ? 16 : type == 'o' ? 8 : type == 'b' ? 2 : 10;
  char buffer[72];
  const std::uint64_t size = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  std::string digits(buffer, std::to_chars(buffer, buffer + sizeof buffer, size, base).ptr);
  if (type == 'X') digits = upper_ascii(std::move(digits));
  if (alternate && base != 10) digits = std::string("0") + type + digits;
  return (number < 0 ? "-" : "") + digits;
}

}  // namespace

std::string format_integer(const Value& integer, char type, bool alternate) {
  std::int64_t small = 0;
  if (to_integer(integer, small)) return format_small(small, type, alternate);
  const std::string_view decimal = integer.as_string();
  const int base = type == 'x' || type == 'X' ? 16 : type == 'o' ? 8 : type == 'b' ? 2 : 10;
  if (base == 10) return check_printable_size(integer), std::string(decimal);
  std::string digits = big_digits(integer, base);
  if (type == 'X') digits = upper_ascii(std::move(digits));
  if (alternate) digits = std::string("0") + type + digits;
  return (decimal[0] == '-' ? "-" : "") + digits;
}

std::string pad(const std::string& sign, const std::string& body, const FormatSpec& spec, char default_align) {
  const auto size = static_cast<std::int64_t>(code_points(sign) + code_points(body));
  const std::int64_t room = spec.width - size;
  if (room <= 0) return sign + body;
  const auto fill = [&](std::int64_t count) {
    std::string out;
    for (std::int64_t i = 0; i < count; ++i) out += spec.fill;
    return out;
  };
  switch (spec.align != 0 ? spec.align : default_align) {
    case '<': return sign + body + fill(room);
    case '^': return fill(room / 2) + sign + body + fill(room - room / 2);
    case '=': return sign + fill(room) + body;
    default: return fill(room) + sign + body;
  }
}

namespace {

// Puts the separator between groups of digits before the point.
std::string grouped(std::string digits, char separator, std::size_t size, std::int64_t width) {
  std::size_t end = 0;
  while (end < digits.size() && std::isxdigit(static_cast<unsigned char>(digits[end])) != 0) ++end;
  std::string whole = digits.substr(0, end);
  const std::string rest = digits.substr(end);
  std::string out;
  const auto group = [&](const std::string& text) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i > 0 && (text.size() - i) % size == 0) made.push_back(separator);
      made.push_back(text[i]);
    }
    return made;
  };
  out = group(whole);
  while (static_cast<std::int64_t>(out.size() + rest.size()) < width) {
    whole.insert(whole.begin(), '0');
    const std::string wider = group(whole);
    out = wider;
  }
  return out + rest;
}

std::string lay_out_number(std::string digits, const FormatSpec& given) {
  FormatSpec spec = given;
  std::string sign;
  if (spec.no_minus_zero && digits.find_first_of("123456789infa") == std::string::npos && digits[0] == '-')
    digits.erase(0, 1);
  if (digits[0] == '-')
    sign = "-", digits.erase(0, 1);
  else if (spec.sign != 0 && spec.sign != '-')
    sign = spec.sign;
  const bool prefixed = spec.alternate && digits.size() > 2 && digits[0] == '0' &&
                        std::isalpha(static_cast<unsigned char>(digits[1])) != 0;
  if (prefixed) {
    sign += digits.substr(0, 2);
    digits.erase(0, 2);
  }
  if (spec.zero && spec.fill == " ") spec.fill = "0";
  if (spec.zero && spec.align == 0) spec.align = '=';
  if (spec.grouping != 0) {
    const bool by_four = spec.type == 'x' || spec.type == 'X' || spec.type == 'b' || spec.type == 'o';
    const bool fill = spec.align == '=' && spec.fill == "0";
    digits = grouped(std::move(digits), spec.grouping, by_four ? 4 : 3,
                     fill ? spec.width - static_cast<std::int64_t>(sign.size()) : 0);
  }
  return pad(sign, digits, spec, '>');
}

// Without a type: as %g, but what is printed without an exponent has a digit behind the point, so its whole part has
// one digit less than `precision`.
std::string format_untyped(double number, std::int64_t precision, bool alternate) {
  precision = std::max<std::int64_t>(precision, 1);
  std::string text = format_double(number, 'g', precision, alternate);
  if (text.find_first_of("en") != std::string::npos) return text;
  const std::size_t first = text.front() == '-' ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  if (static_cast<std::int64_t>(point - first) < precision || (text[first] == '0' && number != 0)) {
    return point == text.size() ? text + ".0" : text;
  }
  text = format_double(number, 'e', precision - 1, alternate);
  if (alternate) return text;
  const std::size_t exponent = text.find('e');
  const std::size_t last = text.find_last_not_of('0', exponent - 1);
  if (text.find('.') < exponent)
    text.erase(text[last] == '.' ? last : last + 1, exponent - last - (text[last] == '.' ? 0 : 1));
  return text;
}

std::string format_real(double number, const FormatSpec& spec) {
  if (spec.precision > 100'000) value_error("precision too big");
  if (spec.type == '%') {
    return lay_out_number(
        format_double(number * 100, 'f', spec.precision < 0 ? 6 : spec.precision, spec.alternate) + "%", spec);
  }
  if (spec.type == 0) {
    if (spec.precision < 0) return lay_out_number(sailmaker::format_real(number), spec);
    return lay_out_number(format_untyped(number, spec.precision, spec.alternate), spec);
  }
  const char type = spec.type == 'n' ? 'g' : spec.type;
  return lay_out_number(format_double(number, type, spec.precision < 0 ? 6 : spec.precision, spec.alternate), spec);
}

[[noreturn]] void unknown_code(const Value& value, char type) {
  value_error(std::string("Unknown format code '") + type + "' for object of type '" + type_name_of(value) + "'");
}

void check_grouping(const FormatSpec& spec) {
  if (spec.grouping == 0) return;
  const std::string_view allowed = spec.grouping == ',' ? "deEfFgG%" : "deEfFgG%boxX";
  if (spec.type == 0 || allowed.find(spec.type) != std::string_view::npos) return;
  value_error(std::string("Cannot specify '") + spec.grouping + "' with '" + spec.type + "'.");
}

std::string format_number(const Value& value, const FormatSpec& spec) {
  check_grouping(spec);
  const bool real_code = std::string_view("eEfFgG%n").find(spec.type) != std::string_view::npos && spec.type != 0;
  std::int64_t integer = 0;
  if (value.is_real() || (real_code && spec.type != 'n')) {
    double number = 0;
    to_real(value, number);
    if (spec.type != 0 && !real_code) unknown_code(value, spec.type);
    return format_real(number, spec);
  }
  if (spec.precision >= 0) value_error("Precision not allowed in integer format specifier");
  if (spec.no_minus_zero) value_error("Negative zero coercion (z) not allowed in format specifier with integer");
  switch (spec.type) {
    case 0:
    case 'd':
    case 'n': return lay_out_number(format_integer(value, 'd', false), spec);
    case 'b':
    case 'o':
    case 'x':
    case 'X': return lay_out_number(format_integer(value, spec.type, spec.alternate), spec);
    case 'c': {
      if (spec.sign != 0) value_error("Sign not allowed with integer format specifier 'c'");
      if (spec.alternate) value_error("Alternate form (#) not allowed with integer format specifier 'c'");
      if (!to_integer(value, integer)) fail(type::kOverflow, "Python int too large to convert to C long");
      if (integer < 0 || integer > 0x10FFFF) fail(type::kOverflow, "%c arg not in range(0x110000)");
      std::string text;
      append_utf8(text, static_cast<std::uint32_t>(integer));
      return pad("", text, spec, '<');
    }
    default: unknown_code(value, spec.type);
  }
}

std::string format_text(const Value& value, const FormatSpec& spec) {
  if (spec.type != 0 && spec.type != 's') unknown_code(value, spec.type);
  if (spec.sign != 0) value_error("Sign not allowed in string format specifier");
  if (spec.alternate) value_error("Alternate form (#) not allowed in string format specifier");
  if (spec.no_minus_zero) value_error("Negative zero coercion (z) not allowed in string format specifier");
  if (spec.align == '=') value_error("'=' alignment not allowed in string format specifier");
  if (spec.grouping != 0) value_error("Cannot specify ',' with 's'.");
  std::string text(value.as_string());
  if (spec.precision >= 0) {
    std::size_t end = 0;
    for (std::int64_t n = 0; n < spec.precision && end < text.size(); ++n) next_code_point(text, end);
    text.resize(end);
  }
  FormatSpec filled = spec;
  if (spec.zero && spec.fill == " ") filled.fill = "0";
  return pad("", text, filled, '<');
}

bool is_align(char c) { return c == '<' || c == '>' || c == '^' || c == '='; }

// [[fill]align][sign][#][0][width][grouping][.precision][type]
FormatSpec parse_spec(std::string_view text) {
  FormatSpec spec;
  std::size_t i = 0;
  std::size_t first = 0;
  if (!text.empty()) next_code_point(text, first);
  if (first < text.size() && first > 0 && is_align(text[first])) {
    spec.fill = text.substr(0, first);
    spec.align = text[first];
    i = first + 1;
  } else if (!text.empty() && is_align(text[0])) {
    spec.align = text[i++];
  }
  const auto here = [&](char c) { return i < text.size() && text[i] == c; };
  if (here('+') || here('-') || here(' ')) spec.sign = text[i++];
  if (here('z')) spec.no_minus_zero = true, ++i;
  if (here('#')) spec.alternate = true, ++i;
  if (here('0')) spec.zero = true, ++i;
  const auto number = [&] {
    std::int64_t n = 0;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, text[i++] - '0', &n)) {
        value_error("Too many decimal digits in format string");
      }
    }
    return n;
  };
  spec.width = number();
  if (here(',') || here('_')) spec.grouping = text[i++];
  if (here('.')) {
    const std::size_t start = ++i;
    spec.precision = number();
    if (i == start) value_error("Format specifier missing precision");
  }
  if (i < text.size()) spec.type = text[i++];
  if (i < text.size()) value_error("Invalid format specifier");
  return spec;
}

}  // namespace

std::string format_value(Evaluator& evaluator, const Value& value, std::string_view spec_text) {
  if (spec_text.empty()) return check_soft_use(value), to_str(value);
  double number = 0;
  if (!value.is_string() && !value.is_big_integer() && !to_real(value, number)) {
    type_error("unsupported format string passed to " + type_name_of(value) + ".__format__");
  }
  const FormatSpec spec = parse_spec(spec_text);
  evaluator.charge_text(static_cast<std::size_t>(std::max<std::int64_t>(0, spec.width)));
  return value.is_string() ? format_text(value, spec) : format_number(value, spec);
}

}  // namespace sailmaker::jinja
