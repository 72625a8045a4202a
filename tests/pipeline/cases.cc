#include "tests/pipeline/cases.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace sailmaker::pipeline {

std::vector<Case> read_cases(const std::string& file) {
  std::ifstream in(file);
  std::vector<Case> cases;
  std::string* part = nullptr;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), {}, {}});
      part = &cases.back().document;
    } else if (line == "---" && part == &cases.back().document) {
      part = &cases.back().expected;
    } else if (part != nullptr) {
      *part += line + '\n';
    }
  }
  return cases;
}

void check_cases(const std::string& file, std::string (*run)(const std::string& document)) {
  check_cases(file, [run](const Case& each) { return run(each.document); });
}

void check_cases(const std::string& file, const std::function<std::string(const Case&)>& run) {
  std::vector<Case> cases = read_cases(file);
  ASSERT_FALSE(cases.empty()) << file;
  if (std::getenv("SAILMAKER_UPDATE_GOLDEN") != nullptr) {
    std::ofstream out(file);
    for (const Case& each : cases) out << "=== " << each.title << '\n' << each.document << "---\n" << run(each);
    return;
  }
  for (const Case& each : cases) EXPECT_EQ(run(each), each.expected) << file << ": " << each.title;
}

}  // namespace sailmaker::pipeline
