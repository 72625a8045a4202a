#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sailmaker::diff {

/// A place in one sequence and the place of its equal in the other.
struct Match {
  std::size_t before = 0;
  std::size_t after = 0;
  bool operator==(const Match&) const = default;
};

/// A long common subsequence, in order: the longest one, unless the sequences differ in thousands of places. Costs
/// time linear in the lengths times the number of differences (at most some hundreds count), and linear space.
std::vector<Match> common_subsequence(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after);

/// For each number whether it belongs to one longest increasing subsequence. Numbers are distinct.
std::vector<bool> longest_increasing(std::span<const std::size_t> numbers);

}  // namespace sailmaker::diff
