#include "fleet/name.h"

#include <algorithm>
#include <array>

namespace sailmaker::fleet {

namespace {

constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestApplication = 63;

// ASCII only, whatever the locale is.
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string name_problem(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > kLongestName) return "is longer than 253 bytes";
  for (const char c : name) {
    if (c == ' ') return "holds a blank";
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return "holds a control character";
    if (std::string_view("/\\*?[]{},").find(c) != std::string_view::npos) return "holds a '" + std::string(1, c) + "'";
  }
  return {};
}

bool is_variable_name(std::string_view name) {
  const auto fits = [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  return !name.empty() && !is_digit(name.front()) && std::all_of(name.begin(), name.end(), fits);
}

std::span<const std::string> standard_names() {
  static const std::array<std::string, 9> names = {"app_name", "product", "team",  "namespace", "git_repo",
                                                   "stack",    "service", "fleet", "pipelines"};
  return names;
}

bool is_standard_name(std::string_view name) {
  const auto names = standard_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string application_name_problem(std::string_view name) {
  if (name.size() > kLongestApplication) return "has more than 63 characters";
  if (!name.empty() && !is_letter(name.front())) return "does not begin with a letter";
  const auto bad =
      std::find_if_not(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
  if (bad == name.end()) return {};
  return static_cast<unsigned char>(*bad) < 0x80 ? "holds a '" + std::string(1, *bad) + "'"
                                                 : "holds letters beyond a to z";
}

}  // namespace sailmaker::fleet
