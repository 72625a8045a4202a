#include "jinja/html.h"

#include "base/unicode.h"
#include "jinja/unescape_html.h"
#include "jinja/unicode_class.h"

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

std::string without(std::string_view text, std::string_view open, std::string_view close) {
  std::string out;
  std::size_t i = 0;
  for (;;) {
    const std::size_t start = text.find(open, i);
    const std::size_t end = start == npos ? npos : text.find(close, start);
    if (end == npos) break;
    out += text.substr(i, start - i);
    i = end + close.size();
  }
  return out += text.substr(i);
}

std::string collapsed(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    if (!is_space(next_code_point(text, i))) {
      out += text.substr(start, i - start);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::string strip_tags(std::string_view text) {
  return unescape_html(collapsed(without(without(text, "<!--", "-->"), "<", ">")));
}

}  // namespace sailmaker::jinja
