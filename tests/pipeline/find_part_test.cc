#include "pipeline/find_part.h"

#include <gtest/gtest.h>

#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

std::string found(const std::string& text) {
  static const auto pipeline = parse_json(R"({"name": "n", "stages": [
    {"refId": "build", "name": "Build Image", "account": "a", "overrides": {"a.b": 1}},
    {"refId": "2", "name": "Deploy", "expectedArtifacts": [{"displayName": "chart", "matchArtifact": {}}]}],
    "parameterConfig": [{"name": "version", "default": "1"}]})",
                                          "test");
  const auto path = find_part(*pipeline, text);
  if (path) return to_string(*path);
  return path.error().message + (path.error().hint.empty() ? "" : "; " + path.error().hint);
}

TEST(FindPart, ByPathsAndByNames) {
  EXPECT_EQ(found("name"), "name");
  EXPECT_EQ(found("stages[1].name"), "stages[1].name");
  EXPECT_EQ(found("stages.build.account"), "stages[0].account");
  EXPECT_EQ(found("stages[\"Build Image\"].account"), "stages[0].account");
  EXPECT_EQ(found("stages[Build Image].overrides[\"a.b\"]"), "stages[0].overrides[\"a.b\"]");
  EXPECT_EQ(found("build"), "stages[0]");
  EXPECT_EQ(found("Deploy.expectedArtifacts.chart.matchArtifact"), "stages[1].expectedArtifacts[0].matchArtifact");
  EXPECT_EQ(found("stages[2]"), "stages[1]");  // there is no third stage: the one that is called so
  EXPECT_EQ(found("parameterConfig.version.default"), "parameterConfig[0].default");
  EXPECT_EQ(found(""), "");
}

TEST(FindPart, SaysWhatIsMissing) {
  EXPECT_EQ(found("stages.build.acount"), "'stages[0]' has no 'acount'; did you mean 'account'?");
  EXPECT_EQ(found("stages.biuld"), "'stages' has no 'biuld'; did you mean 'build'?");
  EXPECT_EQ(found("name.x"), "'name' is text and has no parts");
  EXPECT_EQ(found("stages[9]"), "'stages' has no '9'");
}

}  // namespace
}  // namespace sailmaker::pipeline
