#include "diff/sequence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace sailmaker::diff {
namespace {

using Ids = std::vector<std::uint32_t>;

Ids random_ids(std::mt19937& random, std::size_t longest, std::uint32_t kinds) {
  Ids ids(random() % (longest + 1));
  for (auto& id : ids) id = static_cast<std::uint32_t>(random() % kinds);
  return ids;
}

// The textbook table: right, and far too slow for long sequences.
std::size_t longest_common_length(const Ids& a, const Ids& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[a.size()][b.size()];
}

void expect_common(const Ids& a, const Ids& b, const std::vector<Match>& matches) {
  for (std::size_t i = 0; i < matches.size(); ++i) {
    ASSERT_LT(matches[i].before, a.size());
    ASSERT_LT(matches[i].after, b.size());
    ASSERT_EQ(a[matches[i].before], b[matches[i].after]);
    if (i == 0) continue;
    ASSERT_LT(matches[i - 1].before, matches[i].before);
    ASSERT_LT(matches[i - 1].after, matches[i].after);
  }
}

TEST(CommonSubsequence, IsTheLongest) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    const Ids a = random_ids(random, 24, 1 + random() % 8);
    const Ids b = random_ids(random, 24, 1 + random() % 8);
    const auto matches = common_subsequence(a, b);
    expect_common(a, b, matches);
    ASSERT_EQ(matches.size(), longest_common_length(a, b));
  }
}

TEST(CommonSubsequence, IsCommonAndLongWhereTheSearchIsCut) {
  std::mt19937 random(2);
  for (int round = 0; round < 20; ++round) {
    const Ids a = random_ids(random, 4000, 40);
    const Ids b = random_ids(random, 4000, 40);
    const auto matches = common_subsequence(a, b);
    expect_common(a, b, matches);
    ASSERT_GE(matches.size(), longest_common_length(a, b) / 3);
  }
}

TEST(CommonSubsequence, FindsOneInsertionIntoALongSequence) {
  Ids a(100'000);
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<std::uint32_t>(i);
  Ids b = a;
  b.insert(b.begin() + 50'000, 7);
  EXPECT_EQ(common_subsequence(a, b).size(), a.size());
  EXPECT_TRUE(common_subsequence(a, {}).empty());
}

TEST(LongestIncreasing, IsTheLongest) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::size_t> numbers(random() % 12);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = i;
    std::shuffle(numbers.begin(), numbers.end(), random);
    const auto kept = longest_increasing(numbers);
    std::vector<std::size_t> run;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (kept[i]) run.push_back(numbers[i]);
    }
    ASSERT_TRUE(std::is_sorted(run.begin(), run.end()));
    Ids a(numbers.begin(), numbers.end());
    Ids b = a;
    std::sort(b.begin(), b.end());
    ASSERT_EQ(run.size(), longest_common_length(a, b));
  }
}

}  // namespace
}  // namespace sailmaker::diff
