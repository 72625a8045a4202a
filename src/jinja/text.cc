#include "jinja/text.h"

#include <algorithm>

#include "base/unicode.h"
#include "jinja/evaluator.h"
#include "jinja/unicode_class.h"

namespace sailmaker::jinja {

namespace {

bool stands_in(std::string_view set, std::string_view one) { return set.find(one) != std::string_view::npos; }

}  // namespace

std::string_view strip_characters(std::string_view text, std::string_view set, Side side) {
  while (side != Side::right && !text.empty()) {
    std::size_t end = 0;
    next_code_point(text, end);
    if (!stands_in(set, text.substr(0, end))) break;
    text.remove_prefix(end);
  }
  while (side != Side::left && !text.empty()) {
    const std::size_t start = previous_start(text, text.size());
    if (!stands_in(set, text.substr(start))) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

std::string centered(std::string_view text, std::int64_t width, std::string_view fill) {
  const auto size = static_cast<std::int64_t>(code_points(text));
  if (width <= size) return std::string(text);
  const std::int64_t room = width - size;
  const std::int64_t left = room / 2 + (room & width & 1);
  std::string out;
  for (std::int64_t i = 0; i < left; ++i) out += fill;
  out += text;
  for (std::int64_t i = left; i < room; ++i) out += fill;
  return out;
}

std::string replaced(Evaluator& evaluator, std::string_view text, std::string_view old, std::string_view fresh,
                     std::int64_t count) {
  std::string out;
  std::size_t i = 0;
  while (count != 0) {
    const std::size_t found = text.find(old, i);
    if (found == std::string_view::npos) break;
    out.append(text.substr(i, found - i)).append(fresh);
    i = found + old.size();
    if (count > 0) --count;
    if (old.empty()) {
      if (i >= text.size()) break;
      const std::size_t start = i;
      next_code_point(text, i);
      out += text.substr(start, i - start);
    }
    if (out.size() > evaluator.options().limits.output) break;
  }
  if (i < text.size()) out += text.substr(i);
  evaluator.charge_text(out.size());
  return out;
}

namespace {

bool is_line_end(std::uint32_t c) {
  return (c >= 10 && c <= 13) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

}  // namespace

bool ends_line(std::string_view text) {
  if (text.empty()) return false;
  std::size_t i = previous_start(text, text.size());
  return is_line_end(next_code_point(text, i));
}

std::vector<std::string_view> split_lines(std::string_view text, bool keep_ends) {
  std::vector<std::string_view> lines;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t at = i;
    const std::uint32_t c = next_code_point(text, i);
    if (!is_line_end(c)) continue;
    if (c == '\r' && i < text.size() && text[i] == '\n') ++i;
    lines.push_back(text.substr(start, (keep_ends ? i : at) - start));
    start = i;
  }
  if (start < text.size()) lines.push_back(text.substr(start));
  return lines;
}

std::vector<std::string_view> split_blank(std::string_view text, std::int64_t count, bool from_right) {
  std::vector<std::string_view> parts;
  const auto without_near_end = [&](std::string_view rest) {
    rest.remove_prefix(from_right ? 0 : leading_space(rest));
    rest.remove_suffix(from_right ? trailing_space(rest) : 0);
    return rest;
  };
  text = without_near_end(text);
  while (!text.empty()) {
    if (count >= 0 && static_cast<std::int64_t>(parts.size()) >= count) {
      parts.push_back(text);
      break;
    }
    std::size_t cut = from_right ? text.size() : 0;
    while (from_right ? cut > 0 : cut < text.size()) {
      std::size_t next = from_right ? previous_start(text, cut) : cut;
      std::size_t read = next;
      if (is_space(next_code_point(text, read))) break;
      cut = from_right ? next : read;
    }
    parts.push_back(from_right ? text.substr(cut) : text.substr(0, cut));
    text = without_near_end(from_right ? text.substr(0, cut) : text.substr(cut));
  }
  if (from_right) std::reverse(parts.begin(), parts.end());
  return parts;
}

}  // namespace sailmaker::jinja
