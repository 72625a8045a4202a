#include "diff/phrase.h"

#include <cctype>
#include <string_view>

#include "value/map.h"
#include "yaml/emitter.h"
#include "yaml/scalar_style.h"

namespace sailmaker::diff {

namespace {

bool is_scalar(const Value& value) { return !value.is_list() && !value.is_map(); }

void append_text(std::string_view text, bool inside, std::string& out) {
  auto style = yaml::one_line_style_for(text);
  const bool separates = inside && text.find_first_of(",[]{}:") != std::string_view::npos;
  if (style == yaml::ScalarStyle::plain && separates) style = yaml::ScalarStyle::single_quoted;
  yaml::write_one_line(text, style, out);
}

void append_phrase(const Value& value, bool inside, int depth, std::string& out) {
  if (depth > kDeepestValue) throw TooDeep{};
  if (value.is_string()) return append_text(value.as_string(), inside, out);
  if (value.is_list()) {
    out += '[';
    for (const Value& item : value.as_list()) {
      if (&item != value.as_list().data()) out += ", ";
      append_phrase(item, true, depth + 1, out);
    }
    out += ']';
  } else if (value.is_map()) {
    out += '{';
    for (const auto& entry : value.as_map()) {
      if (&entry != &value.as_map().at(0)) out += ", ";
      append_phrase(entry.key, true, depth + 1, out);
      out += ": ";
      append_phrase(entry.value, true, depth + 1, out);
    }
    out += '}';
  } else {
    out += yaml::write(value);
    out.pop_back();
  }
}

// Letters and digits in lower case: "Bake Deploy" says no more than bake-deploy.
std::string essence(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte)) out += static_cast<char>(std::tolower(byte));
  }
  return out;
}

}  // namespace

std::string phrase(const Value& value) {
  std::string out;
  append_phrase(value, false, 0, out);
  return out;
}

bool is_simple(const Value& value) {
  if (value.is_map()) return value.as_map().empty();
  if (!value.is_list()) return true;
  for (const Value& item : value.as_list()) {
    if (!is_scalar(item)) return false;
  }
  return true;
}

std::string heading(const std::string& name, const Value& item, std::size_t index) {
  std::string out;
  if (name.empty()) {
    out = '[' + std::to_string(index) + ']';
  } else {
    yaml::write_one_line(name, yaml::one_line_style_for(name), out);
  }
  const Value* shown = item.find("name");
  if (shown == nullptr || !shown->is_string() || essence(shown->as_string()) == essence(name)) return out;
  out += ' ';
  yaml::write_one_line(shown->as_string(), yaml::ScalarStyle::double_quoted, out);
  return out;
}

}  // namespace sailmaker::diff
