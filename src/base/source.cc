#include "base/source.h"

#include <algorithm>

#include "base/unicode.h"

namespace sailmaker {

namespace {

// Longer lines are cut around the place, so that a message never carries a megabyte of minified text.
constexpr std::size_t kLongestShownLine = 400;

bool ends_line(char c) { return c == '\n' || c == '\r'; }

std::size_t count_lines(std::string_view text) {
  std::size_t lines = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++lines;
  }
  return lines;
}

}  // namespace

Source locate(std::string_view text, std::size_t offset, std::size_t length, std::string_view file) {
  offset = std::min(offset, text.size());
  // The second character of \r\n is no line of its own.
  if (offset > 0 && offset < text.size() && text[offset] == '\n' && text[offset - 1] == '\r') --offset;
  std::size_t begin = offset;
  while (begin > 0 && !ends_line(text[begin - 1])) --begin;
  std::size_t end = offset;
  while (end < text.size() && !ends_line(text[end])) ++end;

  Source source;
  source.file = std::string(file);
  source.line = static_cast<int>(count_lines(text.substr(0, begin)));
  source.column = static_cast<int>(code_points(text.substr(begin, offset - begin))) + 1;
  const std::size_t shown = std::min(length, end - offset);
  source.length = std::max(1, static_cast<int>(code_points(text.substr(offset, shown))));
  if (end - begin <= kLongestShownLine) source.line_text = std::string(text.substr(begin, end - begin));
  return source;
}

std::string to_string(const Source& source) {
  std::string out = source.file;
  if (source.line > 0) out += ":" + std::to_string(source.line);
  if (source.line > 0 && source.column > 0) out += ":" + std::to_string(source.column);
  return out;
}

}  // namespace sailmaker
