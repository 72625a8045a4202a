#include "yaml/scalar.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "value/json.h"
#include "yaml/number.h"

namespace sailmaker::yaml {

namespace {

using detail::Start;

constexpr std::array<Start, 256> make_starts() {
  std::array<Start, 256> starts{};
  for (const unsigned char c : {'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O', '~'}) starts[c] = Start::word;
  for (const unsigned char c : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '+', '.'}) {
    starts[c] = Start::number;
  }
  for (const unsigned char c : {'<', '='}) starts[c] = Start::sign;
  return starts;
}

// The spellings that YAML 1.1 knows of a word: lower, Capital, UPPER.
bool spells(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  if (text == lower) return true;
  const auto upper = [](char c) { return static_cast<char>(c - 'a' + 'A'); };
  if (text[0] != upper(lower[0])) return false;
  if (text.substr(1) == lower.substr(1)) return true;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != upper(lower[i])) return false;
  }
  return true;
}

Plain as_text(std::string_view text, Meaning meaning = Meaning::text) { return {Value(text), meaning, false}; }
Plain as_data(Value value, bool surprising = false) { return {std::move(value), Meaning::data, surprising}; }

Plain resolve_word(std::string_view text) {
  switch (text.size()) {
    case 1:
      if (text == "~") return as_data(Value());
      break;
    case 2:
      if (spells(text, "no")) return as_data(Value(false), true);
      if (spells(text, "on")) return as_data(Value(true), true);
      break;
    case 3:
      if (spells(text, "yes")) return as_data(Value(true), true);
      if (spells(text, "off")) return as_data(Value(false), true);
      break;
    case 4:
      if (spells(text, "true")) return as_data(Value(true));
      if (spells(text, "null")) return as_data(Value());
      break;
    case 5:
      if (spells(text, "false")) return as_data(Value(false));
      break;
    default: break;
  }
  return as_text(text);
}

// An integer as everybody writes it: -?(0|[1-9][0-9]*), small enough not to overflow.
std::optional<std::int64_t> everyday_integer(std::string_view text) {
  const bool negative = text[0] == '-';
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > 18 || (digits[0] == '0' && text.size() > 1)) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return negative ? -number : number;
}

Plain resolve_integer(std::string_view text) {
  std::optional<Value> number = to_integer(text);
  if (!number) return as_text(text, Meaning::bad_number);
  const bool surprising = to_json(*number) != text;
  return as_data(std::move(*number), surprising);
}

// A point without a digit before it and an exponent are how numbers are written; what is lost or added is not.
bool real_surprises(std::string_view text, double number) {
  if (text.find_first_of("eEnN") != std::string_view::npos && text.find_first_of("_:+") == std::string_view::npos) {
    return false;
  }
  if (text.find_first_of("eE") != std::string_view::npos) return text.find('_') != std::string_view::npos;
  const std::string back = format_real(number);
  return back != text && back != "0" + std::string(text);
}

Plain resolve_real(std::string_view text) {
  std::optional<Value> number = to_real(text);
  if (!number) return as_text(text, Meaning::bad_number);
  const bool surprising = real_surprises(text, number->as_real());
  return as_data(std::move(*number), surprising);
}

Plain resolve_number(std::string_view text) {
  if (const auto number = everyday_integer(text)) return as_data(Value(*number));
  if (looks_like_real(text)) return resolve_real(text);
  if (looks_like_integer(text)) return resolve_integer(text);
  return as_text(text);
}

}  // namespace

constinit const std::array<Start, 256> detail::kStarts = make_starts();

Plain resolve(std::string_view text) {
  if (text.empty()) return as_data(Value());
  switch (detail::kStarts[static_cast<unsigned char>(text[0])]) {
    case Start::text: break;
    case Start::word: return resolve_word(text);
    case Start::number: return resolve_number(text);
    case Start::sign:
      if (text == "<<") return as_text(text, Meaning::merge);
      if (text == "=") return as_text(text, Meaning::default_value);
      break;
  }
  return as_text(text);
}

Surprise surprise(std::string_view text, const Value& value, Span span) {
  if (value.is_boolean()) {
    const std::string_view meaning = value.as_boolean() ? "true" : "false";
    return {span, fmt::format("`{}` is read as {}", text, meaning),
            fmt::format("write '{}' in quotes if it is text, or {} if it is not", text, meaning)};
  }
  return {span, fmt::format("`{}` is read as the number {}", text, to_json(value)),
          fmt::format("write '{}' in quotes if it is text", text)};
}

}  // namespace sailmaker::yaml
