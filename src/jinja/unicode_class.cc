#include "jinja/unicode_class.h"

#include <clocale>
#include <cwctype>

#include "base/unicode.h"

namespace sailmaker::jinja {

namespace {

// Built into the C library; newlocale() cannot fail for it where our binaries run, and 0 would mean plain ASCII.
locale_t unicode_locale() {
  static const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", static_cast<locale_t>(nullptr));
  return made;
}

wint_t wide(std::uint32_t c) { return static_cast<wint_t>(c); }

}  // namespace

bool is_space(std::uint32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_alphabetic(std::uint32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return iswalpha_l(wide(c), unicode_locale()) != 0;
}

bool is_digit(std::uint32_t c) { return c >= '0' && c <= '9'; }

bool is_word(std::uint32_t c) { return c == '_' || is_digit(c) || is_alphabetic(c); }

bool is_upper(std::uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return iswupper_l(wide(c), unicode_locale()) != 0;
}

bool is_lower(std::uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  return iswlower_l(wide(c), unicode_locale()) != 0;
}

bool is_printable(std::uint32_t c) {
  if (c < 0x80) return c >= 0x20 && c < 0x7F;
  if (is_space(c) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E)) return false;
  if ((c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000) return false;
  return iswprint_l(wide(c), unicode_locale()) != 0;
}

std::uint32_t to_upper(std::uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  return static_cast<std::uint32_t>(towupper_l(wide(c), unicode_locale()));
}

std::uint32_t to_lower(std::uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<std::uint32_t>(towlower_l(wide(c), unicode_locale()));
}

std::string upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t c = next_code_point(text, i);
    if (c < 0x80) {
      out.push_back(static_cast<char>(to_upper(c)));
    } else if (c == 0xDF) {
      out += "SS";
    } else {
      append_utf8(out, to_upper(c));
    }
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t c = next_code_point(text, i);
    if (c < 0x80) {
      out.push_back(static_cast<char>(to_lower(c)));
    } else {
      append_utf8(out, to_lower(c));
    }
  }
  return out;
}

std::string capitalize(std::string_view text) {
  if (text.empty()) return {};
  std::size_t first = 0;
  next_code_point(text, first);
  // The first letter is title case in Python: of U+00DF that is "Ss".
  std::string out = text.substr(0, first) == "\xC3\x9F" ? "Ss" : upper(text.substr(0, first));
  return out += lower(text.substr(first));
}

std::size_t previous_start(std::string_view text, std::size_t end) {
  std::size_t start = end - 1;
  while (start > 0 && end - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  std::size_t after = start;
  next_code_point(text, after);
  return after == end ? start : end - 1;
}

std::size_t trailing_space(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0) {
    std::size_t start = previous_start(text, end);
    std::size_t read = start;
    if (!is_space(next_code_point(text, read))) break;
    end = start;
  }
  return text.size() - end;
}

std::size_t leading_space(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t after = i;
    if (!is_space(next_code_point(text, after))) break;
    i = after;
  }
  return i;
}

std::string_view strip(std::string_view text) {
  text.remove_prefix(leading_space(text));
  text.remove_suffix(trailing_space(text));
  return text;
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace sailmaker::jinja
