#include "fleet/selector.h"

#include <algorithm>
#include <array>

namespace sailmaker::fleet {

namespace {

constexpr std::size_t kKeyParts = 4;
constexpr std::size_t kLongestText = 1 << 20;
constexpr const char* kFile = "selector";
constexpr const char* kForm = "a selector is product/service/stack/template with globs, such as azar/*/prod/deploy*";

Error mistake(std::string_view text, std::size_t offset, std::size_t length, std::string message, std::string hint) {
  return Error(std::move(message), locate(text, offset, length, kFile)).with_hint(std::move(hint));
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The end of the selector that begins at `begin`: the next comma outside of braces, or the text's end.
std::size_t end_of_one(std::string_view text, std::size_t begin) {
  int braces = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '{') ++braces;
    if (text[i] == '}' && braces > 0) --braces;
    if (text[i] == ',' && braces == 0) return i;
  }
  return text.size();
}

// A '/' inside of closed braces would end the part there, with errors that nobody understands.
std::size_t slash_in_braces(std::string_view text, std::size_t begin, std::size_t end) {
  int braces = 0;
  std::size_t slash = text.npos;
  for (std::size_t i = begin; i < end; ++i) {
    if (text[i] == '{') ++braces;
    if (text[i] == '/' && braces > 0 && slash == text.npos) slash = i;
    if (text[i] == '}' && braces > 0 && --braces == 0 && slash != text.npos) return slash;
  }
  return text.npos;
}

}  // namespace

Result<Selector> Selector::parse(std::string_view text) {
  if (text.size() > kLongestText) return Error("the selector is longer than a megabyte");
  Selector selector;
  selector.text_ = std::string(text);
  for (std::size_t next = 0; next <= text.size();) {
    std::size_t begin = next;
    std::size_t end = end_of_one(text, begin);
    next = end + 1;
    while (begin < end && is_blank(text[begin])) ++begin;
    while (begin < end && is_blank(text[end - 1])) --end;
    auto parts = parse_one(text, begin, end);
    if (!parts) return std::move(parts).error();
    selector.alternatives_.push_back(std::move(parts).value());
  }
  return selector;
}

Result<Selector::Parts> Selector::parse_one(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin == end) {
    return mistake(text, begin, 1,
                   begin == text.size() && text.empty() ? "the selector is empty" : "there is no selector here",
                   "write '**' to select every pipeline");
  }
  if (const std::size_t slash = slash_in_braces(text, begin, end); slash != text.npos) {
    return mistake(text, slash, 1, "a '/' inside braces",
                   "braces choose within one part; write several selectors with commas between them: azar/a,hakuna/b");
  }
  if (end - begin > 1 && text[end - 1] == '/') --end;
  Parts parts;
  std::size_t counted = 0;
  for (std::size_t next = begin; next <= end;) {
    const std::size_t part_begin = next;
    const std::size_t part_end = std::min(text.find('/', part_begin), end);
    next = part_end + 1;
    const std::string_view part = text.substr(part_begin, part_end - part_begin);
    if (part.empty()) return mistake(text, part_begin, 1, "an empty part of a selector", "write '*' for any name");
    if (part == "**") {
      if (parts.empty() || !parts.back().any_number) parts.push_back({true, {}});
      continue;
    }
    if (const std::size_t stars = part.find("**"); stars != part.npos) {
      return mistake(text, part_begin + stars, 2, "'**' must stand alone between slashes",
                     "'*' is any text within one part, '**' is any number of parts");
    }
    if (++counted > kKeyParts) return mistake(text, part_begin, end - part_begin, "more than four parts", kForm);
    auto glob = Glob::compile(text, part_begin, part_end, kFile);
    if (!glob) return std::move(glob).error();
    parts.push_back({false, std::move(glob).value()});
  }
  return parts;
}

// Keeps the set of key parts up to which the selector's parts so far can match: bit i means i parts of the key.
bool Selector::matches(const Parts& parts, const Key& key) {
  const std::array<std::string_view, kKeyParts> names = {key.product, key.service, key.stack, key.pipeline};
  unsigned reached = 1;
  bool fixed = true;
  for (const Part& part : parts) {
    unsigned next = 0;
    for (std::size_t i = 0; i <= kKeyParts; ++i) {
      if ((reached >> i & 1U) == 0) continue;
      if (part.any_number) next |= ~0U << i;
      if (!part.any_number && i < kKeyParts && part.glob.matches(names[i])) next |= 1U << (i + 1);
    }
    fixed = fixed && !part.any_number;
    reached = next;
    if (reached == 0) return false;
  }
  return fixed || (reached >> kKeyParts & 1U) != 0;
}

bool Selector::selects_all(const Parts& parts) {
  const auto is_any = [](const Part& part) { return part.any_number || part.glob.matches_all(); };
  return std::all_of(parts.begin(), parts.end(), is_any);
}

bool Selector::matches(const Key& key) const {
  if (alternatives_.empty()) return true;
  const auto matches_key = [&](const Parts& parts) { return matches(parts, key); };
  return std::any_of(alternatives_.begin(), alternatives_.end(), matches_key);
}

bool Selector::selects_all() const {
  const auto all = [](const Parts& parts) { return selects_all(parts); };
  return alternatives_.empty() || std::any_of(alternatives_.begin(), alternatives_.end(), all);
}

}  // namespace sailmaker::fleet
