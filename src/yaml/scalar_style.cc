#include "yaml/scalar_style.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "yaml/scalar.h"

namespace sailmaker::yaml {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Characters that stand in YAML as they are and end no line for any reader. A tab does, but not everywhere.
bool is_printable(std::uint32_t c) {
  if (c < 0x7F) return c >= 0x20 || c == '\n';
  if (c < 0xA0 || c == 0x2028 || c == 0x2029 || c == 0xFEFF) return false;
  return c <= 0xFFFD || c >= 0x10000;
}

bool all_printable(std::string_view text, bool tabs) {
  if (find_invalid_utf8(text) != std::string_view::npos) return false;
  for (std::size_t position = 0; position < text.size();) {
    const std::uint32_t c = next_code_point(text, position);
    if (!is_printable(c) && !(tabs && c == '\t')) return false;
  }
  return true;
}

// Words that some reader, YAML 1.1 or 1.2, in any capitals, takes for a boolean or for null.
bool is_reserved_word(std::string_view text) {
  constexpr std::array<std::string_view, 11> words = {"y",    "n",     "yes",  "no", "on", "off",
                                                      "true", "false", "null", "~",  "="};
  if (text.size() > 5) return false;
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::find(words.begin(), words.end(), lower) != words.end();
}

// A number for some reader: 1e3 and 0o17 are for YAML 1.2, 1_0 for 1.1. Generous: quotes too many do no harm.
bool resembles_number(std::string_view text) {
  if (text[0] == '-' || text[0] == '+') text.remove_prefix(1);
  if (text.empty()) return false;
  if (text[0] == '.' && text.size() == 4 && !is_digit(text[1])) return true;
  if (!is_digit(text[0]) && !(text[0] == '.' && text.size() > 1 && is_digit(text[1]))) return false;
  if (text.size() > 1 && text[0] == '0' && (text[1] == 'o' || text[1] == 'x' || text[1] == 'b')) return true;
  const std::size_t end = std::min(text.find_first_not_of("0123456789._"), text.size());
  if (std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '.') > 1) return false;
  text.remove_prefix(end);
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return std::all_of(text.begin(), text.end(), is_digit);
}

// 2020-01-01, alone or with a time behind it.
bool resembles_date(std::string_view text) {
  if (text.size() < 8 || !std::all_of(text.begin(), text.begin() + 4, is_digit) || text[4] != '-') return false;
  const std::size_t second = text.find('-', 5);
  return second != std::string_view::npos && second > 5 && second <= 7 && is_digit(text[5]) &&
         second + 1 < text.size() && is_digit(text[second + 1]);
}

bool starts_like_syntax(std::string_view text) {
  constexpr std::string_view never = ",[]{}#&*!|>'\"%@`";
  if (never.find(text[0]) != std::string_view::npos) return true;
  if (text.starts_with("---") || text.starts_with("...")) return true;
  const bool indicator = text[0] == '-' || text[0] == '?' || text[0] == ':';
  return indicator && (text.size() == 1 || text[1] == ' ');
}

bool can_be_plain(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (starts_like_syntax(text) || is_reserved_word(text) || text == "<<") return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
  return !resembles_number(text) && !resembles_date(text) && resolve(text).meaning == Meaning::text;
}

// Lines of nothing but blanks would have to be told apart from indentation.
bool can_be_literal(std::string_view text) {
  if (text.find_first_not_of('\n') == std::string_view::npos || !all_printable(text, true)) return false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    if (!line.empty() && line.find_first_not_of(" \t") == std::string_view::npos) return false;
    begin = end + 1;
  }
  return true;
}

void write_escape(std::uint32_t c, std::string& out) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    case 0: out += "\\0"; return;
    default: break;
  }
  if (c <= 0xFF) {
    out += fmt::format("\\x{:02X}", c);
  } else if (c <= 0xFFFF) {
    out += fmt::format("\\u{:04X}", c);
  } else {
    out += fmt::format("\\U{:08X}", c);
  }
}

void write_double_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (std::size_t position = 0; position < text.size();) {
    const std::uint32_t c = next_code_point(text, position);
    if (c == '"' || c == '\\' || c == '\n' || !is_printable(c)) {
      write_escape(c, out);
    } else {
      append_utf8(out, c);
    }
  }
  out += '"';
}

void write_single_quoted(std::string_view text, std::string& out) {
  out += '\'';
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  out += '\'';
}

}  // namespace

ScalarStyle style_for(std::string_view text) {
  const bool several_lines = text.find('\n') != std::string_view::npos;
  return several_lines && can_be_literal(text) ? ScalarStyle::literal : one_line_style_for(text);
}

ScalarStyle one_line_style_for(std::string_view text) {
  if (text.find('\n') != std::string_view::npos || !all_printable(text, false)) return ScalarStyle::double_quoted;
  return can_be_plain(text) ? ScalarStyle::plain : ScalarStyle::single_quoted;
}

void write_one_line(std::string_view text, ScalarStyle style, std::string& out) {
  switch (style) {
    case ScalarStyle::plain: out += text; break;
    case ScalarStyle::single_quoted: write_single_quoted(text, out); break;
    default: write_double_quoted(text, out); break;
  }
}

}  // namespace sailmaker::yaml
