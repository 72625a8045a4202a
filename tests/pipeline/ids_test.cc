#include "pipeline/ids.h"

#include <gtest/gtest.h>

#include <set>

namespace sailmaker::pipeline {
namespace {

constexpr std::string_view kKey = "azar/my-microservice/prod/deploy";

// These ids are in stored pipelines. A test that fails here means that every pipeline would be made anew.
TEST(Ids, NeverChange) {
  EXPECT_EQ(pipeline_id(kKey), "06b9dc2c-5cb7-53b1-bad8-4dcb07d787b7");
  EXPECT_EQ(artifact_id(kKey, "", "Helm Chart"), "a1c9d3f7-f385-56a8-8e44-c0675c9d215c");
  EXPECT_EQ(artifact_id(kKey, "bake", "Helm Chart"), "836f3990-ea75-553c-a727-61fbb4da391f");
  EXPECT_EQ(trigger_id(kKey, "git|github|azar|my-microservice|develop"), "62a2bcc2-4a20-5084-bb0b-2663e02a86c0");
}

TEST(Ids, TellThingsApart) {
  const std::set<std::string> ids = {pipeline_id("a"),          pipeline_id("b"),          artifact_id("a", "", ""),
                                     artifact_id("a", "", "b"), artifact_id("a", "b", ""), trigger_id("a", ""),
                                     trigger_id("a", "b")};
  EXPECT_EQ(ids.size(), 7U);
}

}  // namespace
}  // namespace sailmaker::pipeline
