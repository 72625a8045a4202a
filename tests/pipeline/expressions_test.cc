// What validate() says about expressions, with the stretch of the text that it blames.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

#include "base/source.h"
#include "pipeline/spel_functions.h"
#include "pipeline/validate.h"
#include "tests/pipeline/cases.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

std::string caret_of(const Problem& problem, const Value& document) {
  const Value* value = find(document, problem.path);
  if (!problem.within) return {};
  const std::string text(problem.part == Places::Part::key ? std::get<std::string>(problem.path.back())
                                                           : value->as_string());
  const Source source = locate(text, problem.within->offset, problem.within->length, "");
  return "  " + source.line_text + "\n  " + std::string(static_cast<std::size_t>(source.column) - 1, ' ') +
         std::string(static_cast<std::size_t>(source.length), '^') + '\n';
}

std::string run(const std::string& document) {
  const auto value = parse_json(document, "case");
  if (!value) return value.error().message + '\n';
  std::string out;
  for (const Problem& problem : validate(*value)) out += to_text({problem}) + caret_of(problem, *value);
  return out;
}

TEST(ExpressionCases, SayWhatTheGoldenFileSays) { check_cases("golden/expressions.txt", run); }

TEST(SpelFunctions, AreFoundByName) {
  for (const std::string& name : spel_function_names()) {
    const SpelFunction* function = find_spel_function(std::string_view(name).substr(1));
    ASSERT_NE(function, nullptr) << name;
    EXPECT_LE(function->fewest, function->most) << name;
  }
  EXPECT_EQ(find_spel_function("stages"), nullptr);
  EXPECT_EQ(find_spel_function(""), nullptr);
}

TEST(SpelTypes, AreTheOnesThatOrcaAllows) {
  for (const char* name :
       {"String", "java.lang.String", "Math", "java.util.Date", "java.time.temporal.ChronoUnit", "int"}) {
    EXPECT_TRUE(is_allowed_spel_type(name)) << name;
  }
  for (const char* name :
       {"Date", "System", "java.lang.System", "java.lang.Runtime", "lang.String", "", "java.util.ArrayList"}) {
    EXPECT_FALSE(is_allowed_spel_type(name)) << name;
  }
}

// Each of so many references asks for the order of two stages among so many.
TEST(ExpressionLimits, ManyStagesThatNameEachOther) {
  std::string text = R"({"name": "a", "application": "b", "stages": [)";
  constexpr int kStages = 1000;
  for (int i = 0; i < kStages; ++i) {
    const std::string id = std::to_string(i);
    const std::string other = std::to_string((i + 1) % kStages);
    text += std::string(i == 0 ? "" : ",") + R"({"type": "wait", "waitTime": 1, "refId": ")" + id + R"(", "name": "n)" +
            id + R"(", "requisiteStageRefIds": [)" + (i == 0 ? "" : "\"" + std::to_string(i - 1) + "\"") +
            R"(], "comments": "${#stage('n)" + other + R"(').x}${#stageByRefId(')" + other + R"(').x}"})";
  }
  const auto value = parse_json(text + "]}", "case");
  ASSERT_TRUE(static_cast<bool>(value));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(validate(*value).size(), 2U * (kStages - 1));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

}  // namespace
}  // namespace sailmaker::pipeline
