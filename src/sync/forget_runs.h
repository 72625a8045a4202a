#pragma once

#include <cstddef>

#include "base/result.h"
#include "target/target.h"

namespace sailmaker::sync {

/// How many runs are kept where nobody says a number.
constexpr std::size_t kRunsToKeep = 1000;
/// How many are removed at once, so that a sync after years of them does not take minutes longer.
constexpr std::size_t kMostForgotten = 100;

/// Removes the records of runs but for the `keep` newest, the oldest first and at most `most` of them, with at most
/// `writers` calls at once; and what is left of runs before them that were cut short. 0 keeps all. A run is gone from
/// listings before its parts are, and a kept one loses nothing: each holds all that its rollback needs. Gives the
/// number of runs removed.
Result<std::size_t> forget_runs(target::Records& records, std::size_t keep, unsigned writers,
                                std::size_t most = kMostForgotten);

}  // namespace sailmaker::sync
