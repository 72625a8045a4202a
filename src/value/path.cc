#include "value/path.h"

#include <algorithm>
#include <cctype>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker {

namespace {

bool is_plain_word(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-' || c >= 0x80;
  });
}

const Value* step_into(const Value& value, const PathStep& step) {
  if (const auto* key = std::get_if<std::string>(&step)) return value.find(*key);
  const std::size_t index = std::get<std::size_t>(step);
  return value.is_list() && index < value.as_list().size() ? &value.as_list()[index] : nullptr;
}

}  // namespace

std::string to_string(const Path& path) {
  std::string out;
  for (const PathStep& step : path) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      out += '[' + std::to_string(*index) + ']';
      continue;
    }
    const std::string& key = std::get<std::string>(step);
    if (!is_plain_word(key)) {
      out += '[' + to_json(Value(key)) + ']';
    } else {
      if (!out.empty()) out += '.';
      out += key;
    }
  }
  return out;
}

const Value* find(const Value& root, const Path& path) {
  const Value* value = &root;
  for (const PathStep& step : path) {
    if (value == nullptr) return nullptr;
    value = step_into(*value, step);
  }
  return value;
}

}  // namespace sailmaker
