#include "yaml/flow.h"

#include <algorithm>

#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::yaml {

namespace {

// What means itself in a block may hold characters that end a value inside braces.
bool is_plain(std::string_view text, std::string_view written) {
  constexpr std::string_view kPlain = "_-./ @";
  return text == written && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 ||
                  kPlain.find(static_cast<char>(c)) != std::string_view::npos;
         });
}

std::string scalar(const Value& value) {
  std::string written = write_nested(value, 0);
  if (!value.is_string() || is_plain(value.as_string(), written)) return written;
  return written.front() == '\'' || written.front() == '"' ? written : to_json(value);
}

}  // namespace

std::string flow_entry(const std::string& key, const Value& value) { return scalar(Value(key)) + ": " + flow(value); }

std::string flow(const Value& value) {
  std::string out;
  if (value.is_list()) {
    for (const Value& item : value.as_list()) out += (out.empty() ? "" : ", ") + flow(item);
    return "[" + out + "]";
  }
  if (!value.is_map()) return scalar(value);
  for (const Map::Entry& entry : value.as_map()) {
    out += out.empty() ? "" : ", ";
    out += (entry.key.is_string() ? scalar(entry.key) : write_nested(entry.key, 0)) + ": " + flow(entry.value);
  }
  return "{" + out + "}";
}

}  // namespace sailmaker::yaml
