#include "sync/live.h"

#include <gtest/gtest.h>

#include "target/memory.h"

namespace sailmaker::sync {
namespace {

using Lines = std::vector<std::string>;

// A Spinnaker in memory; a list that is nothing is not known to it.
struct MemorySpinnaker : target::Live {
  std::optional<Lines> known_accounts;
  std::optional<Lines> known_applications;
  std::optional<std::vector<target::LivePipeline>> known_pipelines;
  bool fails = false;

  Result<std::optional<Lines>> accounts() override { return known_accounts; }
  Result<std::optional<Lines>> applications() override {
    if (fails) return Error("the API is away");
    return known_applications;
  }
  Result<std::optional<std::vector<target::LivePipeline>>> pipelines() override { return known_pipelines; }
};

TEST(Live, IsAskedForEverything) {
  MemorySpinnaker spinnaker;
  spinnaker.known_accounts = Lines{"K8s"};
  spinnaker.known_applications = Lines{"API"};
  spinnaker.known_pipelines = {{"0A", "api", "deploy"}};
  const pipeline::Surroundings known = surroundings_of(spinnaker).value();
  EXPECT_EQ(known.accounts, pipeline::Names{"K8s"});
  EXPECT_EQ(known.applications, pipeline::Names{"api"});
  EXPECT_EQ(known.pipelines, pipeline::Names{"0a"});
  EXPECT_FALSE(known.artifact_accounts.has_value());
}

TEST(Live, FailsWhereTheApiDoes) {
  MemorySpinnaker spinnaker;
  spinnaker.fails = true;
  const auto known = surroundings_of(spinnaker);
  ASSERT_FALSE(known);
  EXPECT_EQ(known.error().message, "the API is away");
}

TEST(Live, AStorageDoesNotKnow) { EXPECT_EQ(target::live_of(*target::make_memory()), nullptr); }

}  // namespace
}  // namespace sailmaker::sync
