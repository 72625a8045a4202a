#include "base/edit_distance.h"

#include <gtest/gtest.h>

#include <vector>

namespace sailmaker {
namespace {

const std::vector<std::string> kNames = {"chart_version", "stack", "product", "app_name", "id", "a"};

TEST(Nearest, FindsSlipsOfTheHand) {
  EXPECT_EQ(nearest("chart_versoin", kNames), "chart_version");   // neighbours swapped
  EXPECT_EQ(nearest("chart_versio", kNames), "chart_version");    // one left out
  EXPECT_EQ(nearest("chart__version", kNames), "chart_version");  // one too many
  EXPECT_EQ(nearest("chart_wersion", kNames), "chart_version");   // one changed
  EXPECT_EQ(nearest("Stack", kNames), "stack");                   // only capitals
  EXPECT_EQ(nearest("APP_NAME", kNames), "app_name");
}

TEST(Nearest, LeavesOtherWordsAlone) {
  EXPECT_EQ(nearest("branch", kNames), "");
  EXPECT_EQ(nearest("", kNames), "");
  EXPECT_EQ(nearest("x", kNames), "");
  EXPECT_EQ(nearest(std::string(10'000, 'x'), kNames), "");
  EXPECT_EQ(nearest("stack", std::vector<std::string>{"stack"}), "") << "the name itself is no guess";
}

TEST(Nearest, TakesTheNearestAndTheFirstOfEquals) {
  EXPECT_EQ(nearest("staging", std::vector<std::string>{"stanging2", "staging1", "staging3"}), "staging1");
}

TEST(DidYouMean, IsASentenceOrNothing) {
  EXPECT_EQ(did_you_mean("stakc", kNames), "did you mean 'stack'?");
  EXPECT_EQ(did_you_mean("zzzzzz", kNames), "");
}

}  // namespace
}  // namespace sailmaker
