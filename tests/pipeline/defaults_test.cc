#include "pipeline/defaults.h"

#include <gtest/gtest.h>

#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

std::string with_defaults(std::string_view pipeline, std::string_view defaults) {
  Value made = *parse_json(pipeline, "pipeline");
  add_defaults(made, *parse_json(defaults, "defaults"));
  return to_json(made);
}

TEST(Defaults, AreForFieldsThatThePipelineDoesNotHave) {
  EXPECT_EQ(with_defaults(R"({"name":"x"})", R"({"limitConcurrent":true,"spelEvaluator":"v4"})"),
            R"({"name":"x","limitConcurrent":true,"spelEvaluator":"v4"})");
  EXPECT_EQ(with_defaults(R"({"limitConcurrent":false})", R"({"limitConcurrent":true})"),
            R"({"limitConcurrent":false})");
  EXPECT_EQ(with_defaults(R"({"locked":null})", R"({"locked":{"ui":true}})"), R"({"locked":null})");
  EXPECT_EQ(with_defaults(R"({"name":"x"})", "null"), R"({"name":"x"})");
  EXPECT_EQ(with_defaults("[1]", R"({"limitConcurrent":true})"), "[1]");
}

TEST(Defaults, DoNotTakeALimitAway) {
  EXPECT_EQ(with_defaults(R"({"maxConcurrentExecutions":3})", R"({"limitConcurrent":true})"),
            R"({"maxConcurrentExecutions":3})");
  EXPECT_EQ(with_defaults(R"({"maxConcurrentExecutions":3})", R"({"limitConcurrent":false})"),
            R"({"maxConcurrentExecutions":3,"limitConcurrent":false})");
}

}  // namespace
}  // namespace sailmaker::pipeline
