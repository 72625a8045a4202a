#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "fleet/template_case.h"
#include "generate/case_run.h"

namespace sailmaker::cli {

/// A test of a template, and what became of it.
struct TestResult {
  const fleet::TemplateCase* test = nullptr;
  generate::CaseOutcome outcome;
  bool updated = false;  ///< its golden file was written anew
};

/// A line for each test, below those that fail the reasons, and a line that counts.
std::string test_text(std::span<const TestResult> results, Color color, bool quiet);
/// {tests, failed, updated, results: [{file, name, key, passed, findings, difference}]}
std::string test_json(std::span<const TestResult> results);
/// A <testsuites> document as JUnit has it: a suite for each file.
std::string test_junit(std::span<const TestResult> results);

}  // namespace sailmaker::cli
