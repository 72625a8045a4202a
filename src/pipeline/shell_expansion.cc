#include "pipeline/shell_expansion.h"

namespace sailmaker::pipeline {

namespace {

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// What follows the `${`.
bool is_shell(std::string_view rest) {
  if (rest.starts_with('#') || rest.starts_with('!')) rest.remove_prefix(1);
  std::size_t end = 0;
  while (end < rest.size() && is_name(rest[end])) ++end;
  if (end == 0 || rest[0] <= '9' || end == rest.size()) return false;
  if (rest[end] == '[') return rest.substr(end).starts_with("[@]") || rest.substr(end).starts_with("[*]");
  return std::string_view(":#%/^,@").find(rest[end]) != std::string_view::npos;
}

}  // namespace

bool holds_shell_expansion(std::string_view text) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    if (is_shell(text.substr(at + 2))) return true;
  }
  return false;
}

}  // namespace sailmaker::pipeline
