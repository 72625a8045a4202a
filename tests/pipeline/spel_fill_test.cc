// Filling expressions in before a run: what is known, and that nothing else gets a value.
#include <gtest/gtest.h>

#include "pipeline/java_text.h"
#include "pipeline/spel_fill.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {
namespace {

Value pipeline() {
  auto parsed = parse_json(R"({"application": "app", "name": "the pipeline", "parameterConfig": [
      {"name": "version", "required": true, "default": ""}, {"name": "weight", "default": "10"},
      {"name": "flag", "default": "TRUE"}, {"name": "empty", "default": ""}, {"name": "number", "default": 5}]})",
                           "pipeline");
  return *parsed;
}

// The value as JSON, or the error.
std::string fill(const std::string& text, const std::map<std::string, std::string>& given = {{"version", "1.4.2"}}) {
  const RunInputs inputs(pipeline(), given);
  SpelFill fill(inputs);
  const auto value = fill.fill(text);
  return value ? to_json(*value) : "error: " + value.error().message;
}

struct Case {
  const char* text;
  const char* expected;
};

TEST(SpelFill, FillsInWhatIsKnown) {
  const Case cases[] = {
      {"plain", R"("plain")"},
      {"${parameters.version}", R"("1.4.2")"},
      {"${ parameters['version'] }", R"("1.4.2")"},
      {R"(${parameters["version"]})", R"("1.4.2")"},
      {"${trigger.parameters.version}", R"("1.4.2")"},
      {"${trigger['parameters']['version']}", R"("1.4.2")"},
      {"${execution.trigger.parameters.version}", R"("1.4.2")"},
      {"v${parameters.version}-${parameters.weight}x", R"("v1.4.2-10x")"},
      {"${execution.application}/${execution.name}", R"("app/the pipeline")"},
      {"${parameters.number}", R"("5")"},
      {"${parameters.other ?: 'master'}", R"("master")"},
      {"${parameters.empty ?: 'x'}", R"("x")"},
      {"${parameters.weight == '10' ? 'ten' : 'other'}", R"("ten")"},
      {"${parameters.weight != '10' or parameters.other == null}", "true"},
      {"${!#toBoolean(parameters.flag) and #nothing()}", "false"},
      {"${#toInt(parameters.weight)}", "10"},
      {"${'a' + parameters.weight + 1}", R"("a101")"},
      {"${'it''s } {'}", R"("it's } {")"},
  };
  for (const Case& each : cases) EXPECT_EQ(fill(each.text), each.expected) << each.text;
}

TEST(SpelFill, GivesNoValueToWhatARunDecides) {
  const char* const cases[] = {
      R"(#stage("Build")["context"]["x"])",
      "trigger.user",
      "parameters",
      "parameters[execution.name]",
      "execution.id",
      "parameters.weight.length()",
      "1.5",
      "5000000000L",
      "#toInt(parameters.weight) + 1",
      "parameters.weight > 5",
      "T(java.lang.Math).random()",
      "namespace",
      "parameters.weight == 10",
      "'x' ? 1 : 2",
      "{1, 2}",
      "-1",
      "('parameters').version",
      "#toInt()",
      "parameters.?[true]",
      "trigger.parameters",
  };
  for (const std::string text : cases) {
    EXPECT_EQ(fill("a ${" + text + "}"), "error: '${" + text + "}' cannot be known before a run");
  }
}

TEST(SpelFill, NamesWhatIsWrong) {
  EXPECT_EQ(fill("${parameters.versoin}"),
            "error: '${parameters.versoin}' is null: the pipeline has no parameter 'versoin'");
  EXPECT_EQ(fill("${#toInt(parameters.version)}"), "error: '${#toInt(parameters.version)}' is no number: '1.4.2'");
  EXPECT_TRUE(fill("${parameters.").starts_with("error: "));
  EXPECT_TRUE(fill("${a b}").starts_with("error: '${a b}': "));
}

TEST(SpelFill, RemembersWhatTheRunNeeds) {
  const RunInputs inputs(pipeline(), {});
  SpelFill fill(inputs);
  const auto first = fill.fill("${parameters.version}-${parameters.weight}");
  ASSERT_FALSE(first.ok());
  EXPECT_EQ(first.error().type, kMissingParameter);
  EXPECT_FALSE(fill.fill("${parameters.version}").ok());
  EXPECT_TRUE(fill.fill("${parameters.weight}").ok());
  EXPECT_EQ(fill.missing(), std::vector<std::string>{"version"});
  EXPECT_EQ(fill.asked(), (std::vector<std::string>{"version", "weight"}));
}

TEST(JavaText, IsWhatJavaPrints) {
  const Case cases[] = {
      {"true", "true"},
      {"5", "5"},
      {"1.0", "1.0"},
      {"0.1", "0.1"},
      {"1e7", "1.0E7"},
      {"12345678.5", "1.23456785E7"},
      {"0.0001", "1.0E-4"},
      {"null", "null"},
      {"100000000000000000000", "100000000000000000000"},
      {R"("a,b")", "a,b"},
      {"[1, \"b\"]", "[1, b]"},
      {R"({"a": 1, "b": {"c": null}})", "{a=1, b={c=null}}"},
  };
  for (const Case& each : cases) EXPECT_EQ(java_text(*parse_json(each.text, "x")), each.expected) << each.text;
}

}  // namespace
}  // namespace sailmaker::pipeline
