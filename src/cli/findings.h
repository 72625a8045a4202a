#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "value/value.h"

namespace sailmaker::cli {

enum class Detail { folded, every_pipeline };

/// Findings for people. What is wrong at one place of a template and shows in many pipelines is said once, with the
/// number of the others. Ends with a line that counts; empty when there are none.
std::string findings_text(const std::vector<Finding>& findings, Color color, Detail detail = Detail::folded);

/// Findings as a list of {severity, message, rule, key, path, source: {file, line, column}, trace, hint}.
Value findings_value(const std::vector<Finding>& findings);

/// Findings that are one thing to mend.
struct FindingGroup {
  const Finding* first;
  std::vector<std::string> others;  ///< keys of the other pipelines, each once, sorted
};
/// What is wrong at one place of a template and shows in many pipelines, together. Findings without a place stay alone.
std::vector<FindingGroup> fold(const std::vector<Finding>& findings, Detail detail = Detail::folded);

std::size_t count(const std::vector<Finding>& findings, Severity severity);

}  // namespace sailmaker::cli
