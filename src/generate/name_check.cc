#include <algorithm>
#include <cctype>

#include "generate/generator.h"

namespace sailmaker::generate {

namespace {

void append_lower(std::string_view text, std::string& out) {
  for (const char c : text) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

std::string name_identity(std::string_view application, std::string_view name) {
  std::string out;
  append_lower(application, out);
  out += '\n';  // stands in no name
  append_lower(name, out);
  return out;
}

void NameCheck::add(std::string key, const std::string& application, const std::string& name) {
  claims_.push_back(
      {name_identity(application, name), std::move(key), "'" + name + "' in the application '" + application + "'"});
}

std::vector<Finding> NameCheck::findings() const {
  std::vector<const Claim*> sorted;
  sorted.reserve(claims_.size());
  for (const Claim& claim : claims_) sorted.push_back(&claim);
  std::sort(sorted.begin(), sorted.end(), [](const Claim* a, const Claim* b) {
    return std::tie(a->identity, a->key) < std::tie(b->identity, b->key);
  });
  std::vector<Finding> findings;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i]->identity != sorted[i - 1]->identity) continue;
    Error error("two pipelines are called " + sorted[i]->message + ": " + sorted[i - 1]->key + " and " +
                sorted[i]->key);
    error.hint =
        "Spinnaker tells pipelines of one application apart by name, whatever the case; put the stack or the "
        "template into `name`";
    error.key = sorted[i]->key;
    findings.push_back({Severity::error, std::move(error), "name", "duplicate-name"});
  }
  return findings;
}

}  // namespace sailmaker::generate
