#include "pipeline/rules.h"

#include <gtest/gtest.h>

#include <set>

namespace sailmaker::pipeline {
namespace {

TEST(Rules, StandInTheOrderOfTheirNumbers) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rules().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(rules()[i].rule), i) << rules()[i].name;
    EXPECT_TRUE(names.insert(rules()[i].name).second) << rules()[i].name;
    EXPECT_FALSE(rules()[i].reason.ends_with('.')) << rules()[i].name;
  }
}

}  // namespace
}  // namespace sailmaker::pipeline
