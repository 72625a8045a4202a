#include "pipeline/rules.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/pipeline/cases.h"

namespace sailmaker::pipeline {
namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string row_of(const RuleEntry& rule) {
  return "| `" + std::string(rule.name) + "` | " + (rule.severity == Severity::error ? "error" : "warning") + " | " +
         std::string(rule.reason) + " |\n";
}

TEST(Rules, StandInTheOrderOfTheirNumbers) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rules().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(rules()[i].rule), i) << rules()[i].name;
    EXPECT_TRUE(names.insert(rules()[i].name).second) << rules()[i].name;
    EXPECT_FALSE(rules()[i].reason.ends_with('.')) << rules()[i].name;
  }
}

TEST(Rules, AreAllInTheManual) {
  const std::string manual = text_of(std::string(SAILMAKER_SOURCE_DIR) + "/docs/pipelines.md");
  std::string table;
  for (const RuleEntry& rule : rules()) table += row_of(rule);
  EXPECT_NE(manual.find(table), std::string::npos) << "docs/pipelines.md should hold these rows:\n" << table;
}

TEST(Rules, AreAllShownByACase) {
  // Said by tests of their own: JSON text cannot hold what these speak of.
  const std::set<std::string_view> elsewhere = {"not-json", "key-not-text", "too-deep", "too-many-stages"};
  std::string said;
  for (const char* file : {"golden/validate.txt", "golden/link.txt", "golden/expressions.txt"}) {
    for (const Case& each : read_cases(file)) said += each.expected;
  }
  for (const RuleEntry& rule : rules()) {
    if (elsewhere.contains(rule.name)) continue;
    EXPECT_NE(said.find("[" + std::string(rule.name) + "]"), std::string::npos) << rule.name;
  }
}

}  // namespace
}  // namespace sailmaker::pipeline
