#include "jinja/print.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <vector>

#include "base/unicode.h"
#include "jinja/big_integer.h"
#include "jinja/failure.h"
#include "jinja/objects.h"
#include "jinja/undefined.h"
#include "jinja/unicode_class.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sailmaker::jinja {

thread_local std::vector<const void*> Opened::all_;

Opened::Opened(const void* content) : again_(std::find(all_.begin(), all_.end(), content) != all_.end()) {
  all_.push_back(content);
}

namespace {

// Deep enough for any document; each level costs two stack frames.
constexpr int kDeepestPrint = 900;

void append_integer(std::string& out, std::int64_t number) {
  char buffer[24];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

void append_code_escape(std::string& out, std::uint32_t c) {
  static constexpr char kHex[] = "0123456789abcdef";
  const int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  out.push_back('\\');
  out.push_back(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out.push_back(kHex[(c >> shift) & 15]);
}

void append_object(std::string& out, const Value& value, int depth) {
  if (family_of(value) != Family::other) return static_cast<EngineObject&>(value.as_object()).repr(out, depth);
  out.append("<").append(value.as_object().type_name()).append(">");
}

}  // namespace

void append_repr_text(std::string& out, std::string_view text) {
  const bool double_quotes = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = double_quotes ? '"' : '\'';
  out.push_back(quote);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const std::uint32_t c = next_code_point(text, i);
    if (c == static_cast<unsigned char>(quote) || c == '\\') {
      out.push_back('\\');
      out.push_back(static_cast<char>(c));
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (is_printable(c)) {
      out.append(text.substr(start, i - start));
    } else {
      append_code_escape(out, c);
    }
  }
  out.push_back(quote);
}

void append_repr_items(std::string& out, const List& items, char open, char close, int depth) {
  const Opened opened(&items);
  out.push_back(open);
  for (std::size_t i = 0; i < items.size() && !opened.again(); ++i) {
    if (i > 0) out += ", ";
    append_repr(out, items[i], depth + 1);
  }
  if (opened.again()) out += "...";
  if (open == '(' && items.size() == 1 && !opened.again()) out.push_back(',');
  out.push_back(close);
}

void append_repr_map(std::string& out, const Map& map, int depth) {
  const Opened opened(&map);
  if (opened.again()) {
    out += "{...}";
    return;
  }
  out.push_back('{');
  bool first = true;
  for (const Map::Entry& entry : map) {
    if (!std::exchange(first, false)) out += ", ";
    append_repr(out, entry.key, depth + 1);
    out += ": ";
    append_repr(out, entry.value, depth + 1);
  }
  out.push_back('}');
}

// Beyond what any output may have; a value that holds another twice doubles with each level.
constexpr std::size_t kLongestPrint = 64 << 20;

void append_repr(std::string& out, const Value& value, int depth) {
  if (depth > kDeepestPrint) throw TooDeep{};
  if (out.size() > kLongestPrint) fail(type::kLimit, "a value that is longer than 64 MB when printed");
  switch (value.kind()) {
    case Kind::string:
      if (is_safe(value)) out += "Markup(";
      append_repr_text(out, value.as_string());
      if (is_safe(value)) out.push_back(')');
      return;
    case Kind::list: return append_repr_items(out, value.as_list(), '[', ']', depth);
    case Kind::map: return append_repr_map(out, value.as_map(), depth);
    case Kind::object:
      if (family_of(value) == Family::undefined) {
        out += "Undefined";
        return;
      }
      return append_object(out, value, depth);
    default: return append_str(out, value);
  }
}

void append_str(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::null: out += "None"; return;
    case Kind::boolean: out += value.as_boolean() ? "True" : "False"; return;
    case Kind::integer: return append_integer(out, value.as_integer());
    case Kind::real: out += format_real(value.as_real()); return;
    case Kind::big_integer: check_printable_size(value); [[fallthrough]];
    case Kind::string: out += value.as_string(); return;
    case Kind::object:
      if (family_of(value) == Family::undefined) {
        const Undefined& undefined = as<Undefined>(value);
        if (undefined.kind == UndefinedKind::debug) undefined.debug_text(out);
        return;
      }
      if (family_of(value) == Family::module) {
        if (!as<Module>(value).not_text.empty()) type_error(as<Module>(value).not_text);
        out += as<Module>(value).text.as_string();
        return;
      }
      return append_object(out, value, 0);
    default: return append_repr(out, value);
  }
}

std::string to_str(const Value& value) {
  std::string out;
  append_str(out, value);
  return out;
}

std::string to_repr(const Value& value) {
  std::string out;
  append_repr(out, value);
  return out;
}

std::string to_ascii(const Value& value) {
  const std::string text = to_repr(value);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t c = next_code_point(text, i);
    if (c < 0x80)
      out.push_back(static_cast<char>(c));
    else
      append_code_escape(out, c);
  }
  return out;
}

namespace {

constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> special{};
  for (const char c : {'&', '<', '>', '\'', '"'}) special[static_cast<unsigned char>(c)] = true;
  return special;
}();

}  // namespace

std::size_t find_special(std::string_view text, std::size_t start) {
#ifdef __SSE2__
  // Sixteen characters at a time.
  for (; start + 16 <= text.size(); start += 16) {
    const __m128i chars = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + start));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(chars, _mm_set1_epi8(c)); };
    const __m128i quotes = _mm_or_si128(is('"'), is('\''));
    const __m128i found = _mm_or_si128(_mm_or_si128(is('<'), is('>')), _mm_or_si128(is('&'), quotes));
    const auto places = static_cast<unsigned>(_mm_movemask_epi8(found));
    if (places != 0) return start + static_cast<std::size_t>(std::countr_zero(places));
  }
#endif
  while (start < text.size() && !kSpecial[static_cast<unsigned char>(text[start])]) ++start;
  return start;
}

std::string_view entity_of(char special) {
  switch (special) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\'': return "&#39;";
    default: return "&#34;";
  }
}

}  // namespace sailmaker::jinja
