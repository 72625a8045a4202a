#include "target/settings.h"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/edit_distance.h"
#include "base/unicode.h"
#include "target/folder.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

const std::string kFileSuffix = "_file";
constexpr std::size_t kLargestSetting = 64 << 10;  // bytes of a file that holds one setting

bool is_variable_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), fits);
}

/// Whether the text is one ${NAME} and nothing else.
bool is_reference(std::string_view text) { return text.starts_with("${") && text.find('}') == text.size() - 1; }

}  // namespace

Error Settings::error_at(const std::string& key, std::string message, Places::Part part) const {
  Error error("target: " + std::move(message));
  if (locate_) error.source = locate_(key.empty() ? Path() : Path{key}, part);
  return error;
}

Result<std::string> Settings::text(const std::string& key) const {
  const Value* value = section_.find(key);
  if (value == nullptr) return error_at("", "'" + key + "' is missing");
  if (!value->is_string()) {
    return error_at(key, "'" + key + "' must be a text, not " + std::string(to_string(value->kind())));
  }
  auto filled = fill(key, value->as_string());
  if (filled && filled->empty()) return error_at(key, "'" + key + "' is empty");
  return filled;
}

Result<std::string> Settings::fill(const std::string& key, std::string_view text) const {
  std::string out;
  for (;;) {
    const std::size_t start = text.find("${");
    out += text.substr(0, start);
    if (start == std::string_view::npos) return out;
    const std::size_t end = text.find('}', start);
    if (end == std::string_view::npos) return error_at(key, "'${' in '" + key + "' has no '}'");
    const std::string name(text.substr(start + 2, end - start - 2));
    if (!is_variable_name(name)) {
      return error_at(key, fmt::format("'${{{}}}' in '{}' is not the name of an environment variable", name, key))
          .with_hint("such names have letters A to Z, digits and _");
    }
    const auto value = environment_(name);
    if (!value) return error_at(key, fmt::format("environment variable {} is not set, but '{}' needs it", name, key));
    out += *value;
    text.remove_prefix(end + 1);
  }
}

Result<std::string> Settings::file(const std::string& key) const {
  const auto name = text(key);
  if (!name) return name.error();
  const std::string path = (folder_ / *name).lexically_normal().string();
  auto file = read_file(AT_FDCWD, path.c_str(), path);
  if (!file) return error_at(key, std::move(file).error().message);
  if (!*file) return error_at(key, "file " + path + " of '" + key + "' does not exist");
  std::string value = std::move((*file)->text);
  if (value.ends_with('\n')) value.pop_back();
  if (value.empty()) return error_at(key, "file " + path + " of '" + key + "' is empty");
  if (value.size() > kLargestSetting) return error_at(key, "file " + path + " of '" + key + "' has more than 64 KB");
  if (find_invalid_utf8(value) != std::string::npos || value.find('\0') != std::string::npos) {
    return error_at(key, "file " + path + " of '" + key + "' is not text");
  }
  return value;
}

Result<std::string> Settings::value_of(const Setting& setting) const {
  const std::string& key = setting.name;
  const Value* found = section_.find(key);
  if (found == nullptr) return text(key);  // which says that it is missing
  const Value& value = *found;
  const auto wrong = [&](std::string_view wanted) {
    return error_at(key, fmt::format("'{}' must be {}, not {}", key, wanted, to_string(value.kind())));
  };
  switch (setting.shape) {
    case Setting::Shape::text: return text(key);
    case Setting::Shape::flag:
      if (!value.is_boolean()) return wrong("true or false");
      return std::string(value.as_boolean() ? "true" : "false");
    case Setting::Shape::number:
      if (!value.is_integer() || value.as_integer() < 0) return wrong("a whole number");
      return std::to_string(value.as_integer());
    case Setting::Shape::secret:
      if (value.is_string() && !is_reference(value.as_string())) {
        return error_at(key, "'" + key + "' is a secret, so it must not stand here")
            .with_hint("write " + key + ": ${NAME} to take it from the environment, or " + key + kFileSuffix +
                       ": FILE");
      }
      return text(key);
    case Setting::Shape::map: break;  // read_map() does it
  }
  return text(key);
}

Result<void> Settings::read_map(const std::string& key, std::map<std::string, std::string>& found) const {
  const Value& value = *section_.find(key);
  if (!value.is_map()) {
    return error_at(key, fmt::format("'{}' must be a map of texts, not {}", key, to_string(value.kind())));
  }
  for (const Map::Entry& entry : value.as_map()) {
    if (!entry.key.is_string() || !entry.value.is_string()) {
      return error_at(key, fmt::format("'{}' must be a map of texts", key));
    }
    const std::string name = key + "." + std::string(entry.key.as_string());
    auto filled = fill(key, entry.value.as_string());
    if (!filled) return filled.error();
    found.emplace(name, std::move(*filled));
  }
  return {};
}

Result<void> Settings::check_names(std::span<const Setting> known) const {
  std::vector<std::string> names = {"type"};
  for (const Setting& setting : known) {
    names.push_back(setting.name);
    if (setting.shape != Setting::Shape::map) names.push_back(setting.name + kFileSuffix);
  }
  for (const Map::Entry& entry : section_.as_map()) {
    const std::string key = entry.key.is_string() ? std::string(entry.key.as_string()) : std::string("?");
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    return error_at(key, "'" + key + "' is not known here", Places::Part::key).with_hint(did_you_mean(key, names));
  }
  return {};
}

Result<std::map<std::string, std::string>> Settings::read(std::span<const Setting> known) const {
  if (auto good = check_names(known); !good) return good.error();
  std::map<std::string, std::string> found;
  for (const Setting& setting : known) {
    const std::string from_file = setting.name + kFileSuffix;
    const bool is_plain = section_.find(setting.name) != nullptr;
    const bool is_file = section_.find(from_file) != nullptr;
    if (is_plain && is_file) {
      return error_at(from_file, "'" + setting.name + "' and '" + from_file + "' exclude each other",
                      Places::Part::key);
    }
    if (!is_plain && !is_file && setting.need == Setting::Need::optional) continue;
    if (is_plain && setting.shape == Setting::Shape::map) {
      if (auto done = read_map(setting.name, found); !done) return done.error();
      continue;
    }
    auto value = is_file ? file(from_file) : value_of(setting);
    if (!value) return value.error();
    found.emplace(setting.name, std::move(*value));
  }
  return found;
}

std::string value_or(const std::map<std::string, std::string>& values, const std::string& name,
                     const std::string& otherwise) {
  const auto found = values.find(name);
  return found == values.end() ? otherwise : found->second;
}

}  // namespace sailmaker::target
