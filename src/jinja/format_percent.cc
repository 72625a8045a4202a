#include <cmath>

#include "base/unicode.h"
#include "jinja/big_integer.h"
#include "jinja/evaluator.h"
#include "jinja/format.h"
#include "jinja/operators.h"
#include "jinja/print.h"

// Python's % on texts: "%-5s %(key)d".

namespace sailmaker::jinja {

namespace {

// What has elements by key or place takes part without being used up.
bool has_items(const Value& value) {
  return value.is_map() || value.is_list() || is_undefined(value) || family_of(value) == Family::range;
}

class PercentFormat {
 public:
  PercentFormat(Evaluator& evaluator, const Value& text, const Value& arguments)
      : evaluator_(evaluator),
        text_value_(text),
        text_(text_value_.as_string()),
        arguments_(arguments),
        safe_(is_safe(text)) {
    is_tuple_ = family_of(arguments) == Family::tuple;
  }

  Value run() {
    for (std::size_t i = 0; i < text_.size();) {
      if (text_[i] != '%') {
        out_.push_back(text_[i++]);
        continue;
      }
      ++i;
      convert(i);
      evaluator_.charge_text(out_.size());
    }
    const bool left_over = is_tuple_ ? next_ < as<Tuple>(arguments_).items.size() : !used_ && !has_items(arguments_);
    if (left_over) type_error("not all arguments converted during string formatting");
    return safe_ ? make_safe(out_) : Value(std::string_view(out_));
  }

 private:
  void convert(std::size_t& i) {
    const std::size_t start = i;
    keyed_ = missing();
    if (i < text_.size() && text_[i] == '(') keyed_ = read_key(i);
    FormatSpec spec = read_flags(i);
    spec.width = read_size(i, 0);
    if (spec.width < 0) spec.width = -spec.width, spec.align = '<';
    if (i < text_.size() && text_[i] == '.') spec.precision = std::max<std::int64_t>(0, read_size(++i, 0));
    if (i < text_.size() && (text_[i] == 'l' || text_[i] == 'h' || text_[i] == 'L')) ++i;
    if (i >= text_.size()) value_error("incomplete format");
    if (spec.width > 10'000'000 || spec.precision > 100'000)
      fail(type::kLimit, "a field wider than 10000000 characters, or with more than 100000 digits");
    spec.type = text_[i++];
    if (spec.type == '%' && i == start + 1) {
      out_.push_back('%');
      return;
    }
    const Value value = next_argument();
    if (std::string_view("diouxXeEfFgGcrsa").find(spec.type) == std::string_view::npos) {
      value_error(std::string("unsupported format character '") + spec.type + "'");
    }
    out_ += one(value, spec);
  }

  Value read_key(std::size_t& i) {
    const bool has_keys = arguments_.is_map() || arguments_.is_list() || is_undefined(arguments_) ||
                          family_of(arguments_) == Family::range;
    if (!has_keys) type_error("format requires a mapping");
    int open = 0;
    const std::size_t start = i + 1;
    for (; i < text_.size(); ++i) {
      if (text_[i] == '(') ++open;
      if (text_[i] == ')' && --open == 0) break;
    }
    if (i >= text_.size()) value_error("incomplete format key");
    const std::string_view key = text_.substr(start, i++ - start);
    used_ = true;
    if (is_chainable(arguments_)) return arguments_;
    check_use(arguments_);
    if (!arguments_.is_map()) {
      type_error(type_name_of(arguments_) + " indices must be integers or slices, not str");
    }
    const Value* found = arguments_.as_map().find(key);
    if (found == nullptr) fail(type::kKey, to_repr(Value(key)));
    return *found;
  }

  FormatSpec read_flags(std::size_t& i) {
    FormatSpec spec;
    for (; i < text_.size(); ++i) {
      switch (text_[i]) {
        case '#': spec.alternate = true; continue;
        case '0': spec.zero = true; continue;
        case '-': spec.align = '<'; continue;
        case '+': spec.sign = '+'; continue;
        case ' ':
          if (spec.sign != '+') spec.sign = ' ';
          continue;
        default: return spec;
      }
    }
    return spec;
  }

  std::int64_t read_size(std::size_t& i, std::int64_t otherwise) {
    if (i < text_.size() && text_[i] == '*') {
      ++i;
      std::int64_t size = 0;
      if (!to_integer(next_argument(), size)) type_error("* wants int");
      return size;
    }
    std::int64_t size = otherwise;
    while (i < text_.size() && text_[i] >= '0' && text_[i] <= '9' && size < 100'000'000)
      size = size * 10 + (text_[i++] - '0');
    return size;
  }

  Value next_argument() {
    if (!is_missing(keyed_)) return std::exchange(keyed_, missing());
    if (is_tuple_) {
      const List& items = as<Tuple>(arguments_).items;
      if (next_ >= items.size()) type_error("not enough arguments for format string");
      return items[next_++];
    }
    if (used_) type_error("not enough arguments for format string");
    used_ = true;
    return arguments_;
  }

  std::string one(const Value& value, FormatSpec& spec) {
    switch (spec.type) {
      case 's': return text(value, to_str_checked(value), spec);
      case 'r': return text(value, to_repr(value), spec);
      case 'a': return text(value, to_ascii(value), spec);
      case 'c': return character(value, spec);
      case 'd':
      case 'i':
      case 'u': return integer(value, spec, 'd');
      case 'o':
      case 'x':
      case 'X': return integer(value, spec, spec.type);
      default: return real(value, spec);
    }
  }

  static std::string to_str_checked(const Value& value) {
    check_soft_use(value);
    return to_str(value);
  }

  std::string text(const Value& value, std::string body, FormatSpec& spec) {
    if (safe_ && !is_safe(value)) {
      std::string escaped;
      append_escaped(escaped, body);
      body = std::move(escaped);
    }
    if (spec.precision >= 0) {
      std::size_t end = 0;
      for (std::int64_t n = 0; n < spec.precision && end < body.size(); ++n) next_code_point(body, end);
      body.resize(end);
    }
    spec.zero = false;
    return pad("", body, spec, '>');
  }

  std::string character(const Value& value, FormatSpec& spec) {
    std::int64_t code = 0;
    std::string body;
    if (to_integer(value, code)) {
      if (code < 0 || code > 0x10FFFF) fail(type::kOverflow, "%c arg not in range(0x110000)");
      append_utf8(body, static_cast<std::uint32_t>(code));
    } else {
      if (value.is_big_integer()) fail(type::kOverflow, "%c arg not in range(0x110000)");
      if (!value.is_string() || code_points(value.as_string()) != 1) type_error("%c requires int or char");
      body = value.as_string();
    }
    return text(value, std::move(body), spec);
  }

  std::string integer(const Value& value, FormatSpec& spec, char kind) {
    return number(format_integer(integral(value, spec.type), kind, spec.alternate), spec, kind);
  }

  // Floats are cut off for %d, and refused for %x and %o.
  static Value integral(const Value& value, char kind) {
    if (is_int(value)) return value;
    const bool decimal = kind == 'd' || kind == 'i' || kind == 'u';
    if (decimal) check_use(value);
    if (value.is_real() && decimal) {
      if (std::isnan(value.as_real())) value_error("cannot convert float NaN to integer");
      if (std::isinf(value.as_real())) fail(type::kOverflow, "cannot convert float infinity to integer");
      return integer_of_real(value.as_real());
    }
    type_error(std::string("%") + kind + " format: " + (decimal ? "a real number" : "an integer") +
               " is required, not " + type_name_of(value) + why_undefined(value));
  }

  std::string real(const Value& value, FormatSpec& spec) {
    double number_value = 0;
    check_use(value);
    if (!to_real(value, number_value)) type_error("must be real number, not " + type_name_of(value));
    return number(format_double(number_value, spec.type, spec.precision < 0 ? 6 : spec.precision, spec.alternate), spec,
                  'f');
  }

  static std::string number(std::string digits, FormatSpec& spec, char kind) {
    std::string sign;
    if (digits[0] == '-') {
      sign = "-";
      digits.erase(0, 1);
    } else if (spec.sign != 0) {
      sign = spec.sign;
    }
    if (spec.alternate && (kind == 'o' || kind == 'x' || kind == 'X')) {
      sign += digits.substr(0, 2);
      digits.erase(0, 2);
    }
    if (kind != 'f' && spec.precision > 0 && static_cast<std::int64_t>(digits.size()) < spec.precision) {
      digits.insert(0, static_cast<std::size_t>(spec.precision) - digits.size(), '0');
    }
    if (spec.zero && spec.align != '<') spec.fill = "0", spec.align = '=';
    return pad(sign, digits, spec, '>');
  }

  Evaluator& evaluator_;
  const Value text_value_;
  const std::string_view text_;
  const Value arguments_;
  const bool safe_;
  bool is_tuple_ = false;
  bool used_ = false;
  Value keyed_ = missing();  // what a key has found, until something uses it
  std::size_t next_ = 0;
  std::string out_;
};

}  // namespace

Value format_percent(Evaluator& evaluator, const Value& text, const Value& arguments) {
  return PercentFormat(evaluator, text, arguments).run();
}

}  // namespace sailmaker::jinja
