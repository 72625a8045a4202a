#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "sync/plan.h"
#include "target/target.h"

namespace sailmaker::sync {

enum class Drift {
  keep,  ///< a pipeline that somebody else changed stays as it is
  overwrite,
};

struct ApplyOptions {
  unsigned writers = 0;  ///< writes under way at once; 0: as many as serve the target best
  Drift drift = Drift::keep;
  std::string who = "sailmaker sync";                                 ///< shown to others who find the target locked
  std::function<void(std::size_t done, std::size_t total)> progress;  ///< from any thread; must be quick
  /// Called when the target is ours, before the first write. Its error ends the sync with nothing begun.
  std::function<Result<void>()> prepare;
  /// Asked for each removal when everything else is done: what it holds back is not begun. May be empty.
  std::function<bool(const Change& removal)> hold;
  /// When it becomes true, no further write is begun; those under way are finished.
  const std::atomic<bool>* stop = nullptr;
};

enum class Fate {
  done,
  moved_on,   ///< somebody else wrote the pipeline after the plan was made; left as it is
  drifted,    ///< changed outside Sailmaker before the plan was made, and Drift::keep
  failed,     ///< the target said no; see the error
  not_begun,  ///< the sync was stopped before
};

std::string_view to_string(Fate fate);
/// to_string()'s text back; nothing for another one.
std::optional<Fate> parse_fate(std::string_view text);

/// What became of one change of the plan.
struct Applied {
  Fate fate = Fate::not_begun;
  std::optional<Error> error;
};

struct Report {
  std::vector<Applied> changes;     ///< one for each change of the plan, in its order
  std::optional<Error> publishing;  ///< everything is written, but Spinnaker was not told; it finds out by itself later
  std::size_t count(Fate fate) const;
  bool is_complete() const;  ///< every change is done
};

/// Carries out the plan: creations and updates first, side by side, then removals. Each pipeline is compared with what
/// the plan saw before it is written. A failure does not stop the others. An Error means that nothing was begun: the
/// target is another one than the plan's, or somebody else holds it.
Result<Report> apply(const Plan& plan, target::Target& target, const ApplyOptions& options);

}  // namespace sailmaker::sync
