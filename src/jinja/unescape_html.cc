#include "jinja/unescape_html.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>

#include "base/unicode.h"
#include "jinja/html_entities.h"

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

using Entities = std::unordered_map<std::string_view, std::string_view>;

std::string_view take_word(std::string_view& words) {
  const std::size_t end = words.find(' ');
  const std::string_view word = words.substr(0, end);
  words.remove_prefix(end + 1);
  return word;
}

const Entities& entities() {
  static const Entities all = [] {
    Entities made;
    for (std::string_view rest = kHtmlEntities; !rest.empty();) {
      const std::string_view name = take_word(rest);
      made.emplace(name, take_word(rest));
    }
    return made;
  }();
  return all;
}

const Entities& bare_entities() {
  static const Entities bare = [] {
    Entities made;
    for (std::string_view rest = kHtmlBareEntities; !rest.empty();) {
      const std::string_view name = take_word(rest);
      made.emplace(name, entities().at(name));
    }
    return made;
  }();
  return bare;
}

// What HTML makes of the numbers 128 to 159: characters of Windows-1252.
constexpr std::array<std::uint16_t, 32> kWindows = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

// Control characters and those that Unicode sets aside leave nothing.
bool leaves_nothing(std::uint32_t code) {
  const bool control = (code >= 1 && code <= 8) || code == 0xB || (code >= 0xE && code <= 0x1F) || code == 0x7F;
  return control || (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

void append_number(std::string& out, std::uint32_t code) {
  if (code >= 0x80 && code <= 0x9F) return append_utf8(out, kWindows[code - 0x80]);
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return append_utf8(out, 0xFFFD);
  if (!leaves_nothing(code)) append_utf8(out, code);
}

// text[i] is the '#' of "&#..."; moves i behind the reference if it is one.
bool take_number(std::string_view text, std::size_t& i, std::string& out) {
  const bool hex = i + 1 < text.size() && (text[i + 1] == 'x' || text[i + 1] == 'X');
  const std::string_view digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
  const std::size_t start = i + (hex ? 2 : 1);
  const std::size_t end = std::min(text.find_first_not_of(digits, start), text.size());
  if (end <= start) return false;
  std::uint32_t code = 0;
  for (const char c : text.substr(start, end - start)) {
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    if (code <= 0x10FFFF) code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
  }
  append_number(out, code);
  i = end < text.size() && text[end] == ';' ? end + 1 : end;
  return true;
}

// text[i] is what follows the '&'; moves i behind the reference if it is one, or begins with one.
bool take_name(std::string_view text, std::size_t& i, std::string& out) {
  std::size_t end = i;
  for (int count = 0; count < 32 && end < text.size(); ++count) {
    if (std::string_view("\t\n\f <&#;").find(text[end]) != npos) break;
    next_code_point(text, end);
  }
  const std::string_view name = text.substr(i, end - i);
  if (end < text.size() && text[end] == ';') {
    if (const auto found = entities().find(name); found != entities().end()) {
      out += found->second;
      i = end + 1;
      return true;
    }
  }
  for (std::size_t size = name.size(); size > 1; --size) {
    const auto found = bare_entities().find(name.substr(0, size));
    if (found == bare_entities().end()) continue;
    out += found->second;
    i += size;
    return true;
  }
  return false;
}

}  // namespace

std::string unescape_html(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t mark = text.find('&', i);
    if (mark == npos || mark + 1 == text.size()) return out.append(text.substr(i));
    out += text.substr(i, mark - i);
    i = mark + 1;
    const bool taken = text[i] == '#' ? take_number(text, i, out) : take_name(text, i, out);
    if (!taken) out.push_back('&');
  }
  return out;
}

}  // namespace sailmaker::jinja
