#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "fleet/model.h"
#include "fleet/template_case.h"

namespace sailmaker::store {

/// The template tests of a fleet's folder: templates/tests/*.yaml, by file and in the order of each.
struct LoadedTests {
  std::vector<fleet::TemplateCase> cases;
  fleet::Findings findings;
};
LoadedTests read_tests(const std::filesystem::path& folder, const fleet::Fleet& fleet);

/// The text of templates/tests/golden/NAME; nothing when there is none that can be read.
std::optional<std::string> read_golden(const std::filesystem::path& folder, const std::string& name);
/// Writes it, and the folders on the way.
Result<void> write_golden(const std::filesystem::path& folder, const std::string& name, const std::string& text);

}  // namespace sailmaker::store
