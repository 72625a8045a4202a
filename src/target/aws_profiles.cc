#include "target/aws_profiles.h"

#include <fcntl.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "target/folder.h"

namespace sailmaker::target {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// A comment begins with # or ; at the start of a line, or after a blank.
std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins = (line[i] == '#' || line[i] == ';') && (i == 0 || is_blank(line[i - 1]));
    if (begins) return line.substr(0, i);
  }
  return line;
}

/// The profile that a section is about; nothing when it is about something else.
std::optional<std::string> profile_of(std::string_view section, AwsFile kind) {
  if (kind == AwsFile::credentials || section == "default") return std::string(section);
  constexpr std::string_view word = "profile";
  if (!section.starts_with(word) || section.size() <= word.size() || !is_blank(section[word.size()]))
    return std::nullopt;
  return std::string(trimmed(section.substr(word.size())));
}

/// The value of the variable, or this file in the home folder.
std::string path_of(const Environment& environment, const char* variable, const char* in_home) {
  std::string path = environment(variable).value_or("");
  const std::string home = environment("HOME").value_or("");
  if (path.empty()) return home + "/.aws/" + in_home;
  return path.starts_with("~/") ? home + path.substr(1) : path;
}

}  // namespace

void parse_aws_file(std::string_view text, AwsFile kind, std::map<std::string, AwsProfile>& profiles) {
  AwsProfile* current = nullptr;
  while (!text.empty()) {
    const std::string_view raw = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), raw.size() + 1));
    const std::string_view line = trimmed(without_comment(raw));
    const bool is_nested = !raw.empty() && is_blank(raw.front());
    if (line.empty() || is_nested) continue;
    if (line.front() == '[') {
      const auto name = profile_of(trimmed(line.substr(1, line.find(']') - 1)), kind);
      current = name ? &profiles[*name] : nullptr;
      continue;
    }
    const std::size_t equals = line.find('=');
    if (current == nullptr || equals == std::string_view::npos) continue;
    (*current)[std::string(trimmed(line.substr(0, equals)))] = trimmed(line.substr(equals + 1));
  }
}

Result<AwsProfiles> AwsProfiles::load(const Environment& environment) {
  AwsProfiles loaded;
  const std::pair<std::string, AwsFile> files[] = {
      {path_of(environment, "AWS_CONFIG_FILE", "config"), AwsFile::config},
      {path_of(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), AwsFile::credentials}};
  for (const auto& [path, kind] : files) {
    auto file = read_file(AT_FDCWD, path.c_str(), path);
    if (!file) return std::move(file).error();
    if (*file) parse_aws_file((*file)->text, kind, loaded.profiles_);
    loaded.places_.append(loaded.places_.empty() ? "" : " and ").append(path);
  }
  return loaded;
}

const AwsProfile* AwsProfiles::find(const std::string& name) const {
  const auto found = profiles_.find(name);
  return found == profiles_.end() ? nullptr : &found->second;
}

std::string AwsProfiles::value(const std::string& profile, const std::string& setting) const {
  const AwsProfile* found = find(profile);
  if (found == nullptr) return {};
  const auto value = found->find(setting);
  return value == found->end() ? std::string() : value->second;
}

}  // namespace sailmaker::target
