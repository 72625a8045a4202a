#include "infer/variables.h"

#include <algorithm>
#include <cctype>

#include "fleet/name.h"

namespace sailmaker::infer {

namespace {

// "manifestArtifactId" -> manifest_artifact_id, "Bake Deploy" -> bake_deploy
std::string snake_case(const std::string& word) {
  std::string out;
  for (const char c : word) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x80) continue;
    if (std::isalnum(code) == 0) {
      if (!out.empty() && out.back() != '_') out += '_';
      continue;
    }
    const bool begins = std::isupper(code) != 0 && !out.empty() && out.back() != '_' &&
                        std::islower(static_cast<unsigned char>(out.back())) != 0;
    if (begins) out += '_';
    out += static_cast<char>(std::tolower(code));
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

// Whether both say the same wherever both say something.
bool agree(const Variables::Values& a, const Variables::Values& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].has_value() != b[i].has_value() || (a[i] && !identical(*a[i], *b[i]))) return false;
  }
  return true;
}

}  // namespace

bool Variables::is_taken(const std::string& name) const {
  const auto same = [&](const Variable& each) { return each.name == name; };
  return !fleet::is_variable_name(name) || fleet::is_standard_name(name) || std::any_of(all_.begin(), all_.end(), same);
}

std::string Variables::fresh_name(const std::vector<std::string>& way) const {
  std::string name;
  for (auto word = way.rbegin(); word != way.rend(); ++word) {
    const std::string part = snake_case(*word);
    if (part.empty()) continue;
    if (!name.empty()) name.insert(0, 1, '_');
    name.insert(0, part);
    if (!is_taken(name)) return name;
  }
  if (!fleet::is_variable_name(name)) name = "value_" + name;
  int number = 2;
  while (is_taken(name + "_" + std::to_string(number))) ++number;
  return name + "_" + std::to_string(number);
}

std::string Variables::add(const std::vector<std::string>& way, const Values& values) {
  for (const Variable& each : all_) {
    if (agree(each.values, values)) return each.name;
  }
  std::string path;
  for (const std::string& word : way) path += (path.empty() ? "" : ".") + word;
  all_.push_back({fresh_name(way), std::move(path), values});
  return all_.back().name;
}

}  // namespace sailmaker::infer
