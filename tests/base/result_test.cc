#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace sailmaker {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error("odd");
  return number / 2;
}

Result<void> check(bool good) {
  if (!good) return Error("bad");
  return {};
}

TEST(Result, IsAValueOrAnError) {
  ASSERT_TRUE(half(4));
  EXPECT_EQ(*half(4), 2);
  ASSERT_FALSE(half(3));
  EXPECT_EQ(half(3).error().message, "odd");
}

TEST(Result, CarriesWhatCanOnlyBeMoved) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, OfNothing) {
  EXPECT_TRUE(check(true).ok());
  ASSERT_FALSE(check(false).ok());
  EXPECT_EQ(check(false).error().message, "bad");
}

}  // namespace
}  // namespace sailmaker
