#include "tests/pipeline/cases.h"

#include <gtest/gtest.h>

#include "pipeline/link.h"
#include "pipeline/validate.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

std::string run_validate(const std::string& document) {
  const auto value = parse_json(document, "case");
  return value ? to_text(validate(*value)) : value.error().message + '\n';
}

std::string run_link(const std::string& document) {
  auto value = parse_json(document, "case");
  if (!value) return value.error().message + '\n';
  const Problems problems = link(*value, sample_context());
  return to_text(problems) + to_json(*value, JsonStyle::indented) + '\n';
}

TEST(ValidateCases, SayWhatTheGoldenFileSays) { check_cases("golden/validate.txt", run_validate); }

TEST(LinkCases, SayWhatTheGoldenFileSays) { check_cases("golden/link.txt", run_link); }

TEST(Sample, LinksAndValidatesWithoutAWord) {
  Value sample = sample_pipeline();
  EXPECT_EQ(to_text(link(sample, sample_context())), "");
  EXPECT_EQ(to_text(validate(sample)), "");
}

}  // namespace
}  // namespace sailmaker::pipeline
