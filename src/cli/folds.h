#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "diff/diff.h"
#include "sync/plan.h"

namespace sailmaker::cli {

/// Differences that the same pipelines have in common.
struct Fold {
  /// In the order of the first pipeline. What is the same in several items of a list is one difference, with `[*]` in
  /// its label.
  std::vector<diff::Change> differences;
  std::vector<std::size_t> changes;  ///< places in Plan::changes, in order
};

/// A change with what no fold says of it.
struct Rest {
  std::size_t change = 0;
  std::vector<diff::Change> differences;
  bool is_folded = false;  ///< some of it is in folds
};

/// The updates of a plan, with what many of them have in common said once.
struct Folds {
  std::vector<Fold> folds;  ///< those of the most pipelines first
  std::vector<Rest> rests;  ///< updates that the folds do not tell whole, in the plan's order
};

/// Folds what at least three updates have in common. Pipelines that deserve a look of their own (drifted, or taken
/// over) are never folded.
Folds fold(const sync::Plan& plan);

/// "~ stages[deploy].account: a -> b", on one line, shortened where the values are long.
std::string difference_line(const diff::Change& change);

}  // namespace sailmaker::cli
