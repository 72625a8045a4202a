#pragma once

#include <functional>
#include <string>
#include <vector>

namespace sailmaker::pipeline {

/// One case of a golden file. The file is a list of
///
///     === what the case shows
///     {the document as JSON}
///     ---
///     what is expected, up to the next ===
struct Case {
  std::string title;
  std::string document;
  std::string expected;
};

std::vector<Case> read_cases(const std::string& file);

/// Compares what `run` makes of each document with what the file expects. With SAILMAKER_UPDATE_GOLDEN=1 in the
/// environment the file is written anew instead: read the difference before you commit it.
void check_cases(const std::string& file, std::string (*run)(const std::string& document));
void check_cases(const std::string& file, const std::function<std::string(const Case&)>& run);

}  // namespace sailmaker::pipeline
