#include "jinja/unicode_class.h"

#include <algorithm>

#include "base/unicode.h"
#include "jinja/unicode_data.h"

namespace sailmaker::jinja {

namespace {

const UnicodeRecord& record_of(std::uint32_t c) {
  const auto* next = std::upper_bound(kUnicodeRuns, kUnicodeRuns + kUnicodeRunCount, c,
                                      [](std::uint32_t code, const UnicodeRun& run) { return code < run.first; });
  return kUnicodeRecords[(next - 1)->record];
}

bool has(std::uint32_t c, std::uint16_t flags) { return (record_of(c).flags & flags) != 0; }

const UnicodeLongCase* long_case(std::uint32_t c) {
  const auto* end = kUnicodeLongCases + kUnicodeLongCaseCount;
  const auto* found = std::lower_bound(
      kUnicodeLongCases, end, c, [](const UnicodeLongCase& known, std::uint32_t code) { return known.code < code; });
  return found != end && found->code == c ? found : nullptr;
}

using Delta = std::int32_t UnicodeRecord::*;
using Long = const char* UnicodeLongCase::*;

void append_case(std::string& out, std::uint32_t c, Delta delta, Long longer) {
  const UnicodeLongCase* special = long_case(c);
  if (special != nullptr && *(special->*longer) != '\0') {
    out += special->*longer;
  } else {
    append_utf8(out, static_cast<std::uint32_t>(static_cast<std::int32_t>(c) + record_of(c).*delta));
  }
}

constexpr std::uint32_t kSigma = 0x3A3;

bool is_cased(std::uint32_t c) { return has(c, unicode::kLower | unicode::kUpper | unicode::kTitle); }

// Whether the sigma at [start, end) ends a word: a cased letter before it, none after, ignorable marks aside.
bool ends_word(std::string_view text, std::size_t start, std::size_t end) {
  bool before = false;
  for (std::size_t i = start; i > 0 && !before;) {
    i = previous_start(text, i);
    std::size_t read = i;
    const std::uint32_t c = next_code_point(text, read);
    if (has(c, unicode::kCaseIgnorable)) continue;
    if (!is_cased(c)) return false;
    before = true;
  }
  while (before && end < text.size()) {
    const std::uint32_t c = next_code_point(text, end);
    if (!has(c, unicode::kCaseIgnorable)) return !is_cased(c);
  }
  return before;
}

// The character at [start, end) of `text` in lower case.
void append_lower(std::string& out, std::string_view text, std::size_t start, std::size_t end, std::uint32_t c) {
  if (c == kSigma) {
    out += ends_word(text, start, end) ? "\xCF\x82" : "\xCF\x83";
  } else {
    append_case(out, c, &UnicodeRecord::lower, &UnicodeLongCase::lower);
  }
}

}  // namespace

bool is_space(std::uint32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_alphabetic(std::uint32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return has(c, unicode::kAlphabetic);
}

bool is_decimal(std::uint32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : has(c, unicode::kDecimal); }
bool is_digit(std::uint32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : has(c, unicode::kDigit); }
bool is_numeric(std::uint32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : has(c, unicode::kNumeric); }

bool is_alphanumeric(std::uint32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || is_alphabetic(c);
  return has(c, unicode::kAlphabetic | unicode::kDecimal | unicode::kDigit | unicode::kNumeric);
}

bool is_word(std::uint32_t c) { return c == '_' || is_alphanumeric(c); }

bool is_name_start(std::uint32_t c) { return c < 0x80 ? c == '_' || is_alphabetic(c) : has(c, unicode::kNameStart); }
bool is_name_part(std::uint32_t c) { return c < 0x80 ? is_word(c) : has(c, unicode::kNamePart); }

bool is_upper(std::uint32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : has(c, unicode::kUpper); }
bool is_lower(std::uint32_t c) { return c < 0x80 ? c >= 'a' && c <= 'z' : has(c, unicode::kLower); }
bool is_title(std::uint32_t c) { return c >= 0x80 && has(c, unicode::kTitle); }
bool is_printable(std::uint32_t c) { return c < 0x80 ? c >= 0x20 && c < 0x7F : has(c, unicode::kPrintable); }

int decimal_value(std::uint32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  if (!is_decimal(c)) return -1;
  // Digits stand in rows of ten. Rows follow each other without a gap only from U+1D7CE on.
  if (c >= 0x1D7CE && c <= 0x1D7FF) return static_cast<int>((c - 0x1D7CE) % 10);
  int value = 0;
  while (value < 9 && is_decimal(c - static_cast<std::uint32_t>(value) - 1)) ++value;
  return value;
}

std::string upper(std::string_view text) {
  std::size_t i = ascii_prefix(text);
  std::string out(text.substr(0, i));
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  while (i < text.size()) {
    const std::uint32_t c = next_code_point(text, i);
    if (c < 0x80) {
      out.push_back(static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c));
    } else {
      append_case(out, c, &UnicodeRecord::upper, &UnicodeLongCase::upper);
    }
  }
  return out;
}

namespace {

void append_lower_from(std::string& out, std::string_view text, std::size_t i) {
  while (i < text.size()) {
    const std::size_t start = i;
    const std::uint32_t c = next_code_point(text, i);
    if (c < 0x80) {
      out.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
    } else {
      append_lower(out, text, start, i, c);
    }
  }
}

}  // namespace

std::string lower(std::string_view text) {
  const std::size_t ascii = ascii_prefix(text);
  std::string out(text.substr(0, ascii));
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  append_lower_from(out, text, ascii);
  return out;
}

std::string casefold(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    append_case(out, next_code_point(text, i), &UnicodeRecord::fold, &UnicodeLongCase::fold);
  }
  return out;
}

std::string swapcase(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const std::uint32_t c = next_code_point(text, i);
    if (is_upper(c)) {
      append_lower(out, text, start, i, c);
    } else if (is_lower(c)) {
      append_case(out, c, &UnicodeRecord::upper, &UnicodeLongCase::upper);
    } else {
      append_utf8(out, c);
    }
  }
  return out;
}

std::string titlecase(std::string_view text) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const std::uint32_t c = next_code_point(text, i);
    if (inside) {
      append_lower(out, text, start, i, c);
    } else {
      append_case(out, c, &UnicodeRecord::title, &UnicodeLongCase::title);
    }
    inside = is_cased(c);
  }
  return out;
}

std::string capitalize(std::string_view text) {
  if (text.empty()) return {};
  std::size_t first = 0;
  std::string out;
  append_case(out, next_code_point(text, first), &UnicodeRecord::title, &UnicodeLongCase::title);
  append_lower_from(out, text, first);
  return out;
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

bool is_ascii(std::string_view text) { return ascii_prefix(text) == text.size(); }

}  // namespace sailmaker::jinja
