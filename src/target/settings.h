#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "target/open.h"

namespace sailmaker::target {

/// A setting that a kind of target knows.
struct Setting {
  std::string name;
  enum class Need { required, optional } need = Need::required;
  /// What stands under it. read() gives a flag as "true" or "false" and a number in decimal digits. A secret is a text
  /// that must be one ${NAME}, or come from a file. A map of texts is given entry by entry, as "name.key".
  enum class Shape { text, flag, number, secret, map } shape = Shape::text;
};

/// The setting called `name` among those that Settings::read() gave, or `otherwise` where the section does not set it.
std::string value_or(const std::map<std::string, std::string>& values, const std::string& name,
                     const std::string& otherwise);

/// The settings of a target section as its kind needs them: names checked, texts filled in, files read.
class Settings {
 public:
  Settings(const Value& section, const std::filesystem::path& folder, const Environment& environment,
           const Locate& locate)
      : section_(section), folder_(folder), environment_(environment), locate_(locate) {}

  /// The text under `key`, with each ${NAME} filled in; other kinds of value are an error.
  Result<std::string> text(const std::string& key) const;
  /// All settings of a kind, by name, those from <name>_file included; `type` is accepted and left out.
  Result<std::map<std::string, std::string>> read(std::span<const Setting> known) const;
  /// An error at the value of `key` (or at the key itself); at the section as a whole for "".
  Error error_at(const std::string& key, std::string message, Places::Part part = Places::Part::value) const;

 private:
  Result<std::string> value_of(const Setting& setting) const;
  Result<void> read_map(const std::string& key, std::map<std::string, std::string>& found) const;
  Result<void> check_names(std::span<const Setting> known) const;
  Result<std::string> file(const std::string& key) const;
  Result<std::string> fill(const std::string& key, std::string_view text) const;

  const Value& section_;
  const std::filesystem::path& folder_;
  const Environment& environment_;
  const Locate& locate_;
};

}  // namespace sailmaker::target
