#pragma once

#include <string>

namespace sailmaker::cli {

struct Report;

/// The findings as workflow commands, `::error file=...,line=...::message`, a line each: printed by a job of GitHub
/// Actions, they stand beside the lines of a pull request. What is wrong at one place of a template is said once.
std::string github_annotations(const Report& report);

}  // namespace sailmaker::cli
