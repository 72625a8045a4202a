#include "target/id.h"

#include <algorithm>
#include <string>

#include "base/unicode.h"

namespace sailmaker::target {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_separator(char c) { return c == '/' || c == '\\'; }

/// What is wrong with the id; empty when nothing is.
std::string_view complaint(std::string_view id) {
  if (id.empty()) return "is empty";
  if (id.size() > kLongestId) return "is longer than 255 bytes";
  if (std::any_of(id.begin(), id.end(), is_control)) return "has a control character";
  if (find_invalid_utf8(id) != std::string_view::npos) return "is not UTF-8";
  if (std::any_of(id.begin(), id.end(), is_separator)) return "has a slash";
  if (std::any_of(id.begin(), id.end(), is_upper)) return "has upper-case letters";
  if (id.front() == '.') return "begins with a dot";
  if (id.front() == ' ' || id.back() == ' ') return "begins or ends with a blank";
  if (id == "last-modified.json") return "is the name of Front50's marker";
  return {};
}

/// The id as a message can show it.
std::string shown(std::string_view id) {
  std::string out(id.substr(0, 64));
  const bool is_text = find_invalid_utf8(id) == std::string_view::npos;
  std::replace_if(
      out.begin(), out.end(), [&](char c) { return is_control(c) || (!is_text && (c & 0x80) != 0); }, '?');
  while (is_text && find_invalid_utf8(out) != std::string_view::npos) out.pop_back();
  return out.size() < id.size() ? out + "..." : out;
}

}  // namespace

Result<void> check_id(std::string_view id) {
  const std::string_view wrong = complaint(id);
  if (wrong.empty()) return {};
  return Error("'" + shown(id) + "' cannot be the id of a pipeline: it " + std::string(wrong))
      .with_hint("use a lower-case UUID");
}

}  // namespace sailmaker::target
