#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace sailmaker {
namespace {

TEST(ParallelFor, CallsEachIndexOnce) {
  for (const unsigned threads : {0U, 1U, 2U, 7U}) {
    std::vector<std::atomic<int>> calls(1000);
    parallel_for(calls.size(), threads, [&](std::size_t i) { ++calls[i]; });
    for (const std::atomic<int>& count : calls) EXPECT_EQ(count, 1);
  }
}

TEST(ParallelFor, OnOneThreadIsALoop) {
  std::vector<std::size_t> order;
  parallel_for(5, 1, [&](std::size_t i) { order.push_back(i); });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(ParallelFor, DoesNothingForNothing) {
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, ThrowsAgainWhatWorkThrew) {
  for (const unsigned threads : {1U, 4U}) {
    std::atomic<int> calls = 0;
    const auto work = [&](std::size_t i) {
      ++calls;
      if (i == 3) throw std::runtime_error("three");
    };
    EXPECT_THROW(parallel_for(1'000'000, threads, work), std::runtime_error);
    EXPECT_LT(calls, 1'000'000) << "what was not begun is left out";
  }
}

TEST(ParallelFor, ThrowsOneOfSeveral) {
  EXPECT_THROW(parallel_for(100, 4, [](std::size_t) { throw std::runtime_error("each"); }), std::runtime_error);
}

}  // namespace
}  // namespace sailmaker
