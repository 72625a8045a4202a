#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "diff/diff.h"
#include "fleet/selector.h"
#include "sync/ignoring.h"
#include "sync/plan.h"
#include "sync/run_book.h"
#include "target/target.h"

namespace sailmaker::sync {

/// A stored pipeline that is not what Sailmaker wrote last: it carries our mark, and its content is another one.
struct Drifted {
  std::string key;
  std::string id;
  std::string application;
  std::string name;
  std::string who;            ///< who wrote what is stored now, as far as the store knows; may be empty
  std::int64_t modified = 0;  ///< and when; 0 when not known
  std::string run;            ///< the run that wrote it last; empty when its record is gone
  std::int64_t written = 0;   ///< when that was; 0 when not known
  /// What we wrote and what is stored, as far as both are compared; `before` is null where what we wrote cannot be
  /// found any more.
  Documents documents;
  std::vector<diff::Change> changes;  ///< between the two; none where `before` is not known
};

struct DriftOptions {
  fleet::Selector selector;
  unsigned threads = 0;                                               ///< 0: one a core
  std::function<void(std::size_t done, std::size_t total)> progress;  ///< from any thread; must be quick
  const std::atomic<bool>* stop = nullptr;                            ///< when it becomes true, this ends with an error
};

struct DriftReport {
  std::vector<Drifted> drifted;   ///< by key
  std::size_t looked_at = 0;      ///< marked pipelines that the selector matches
  std::vector<Finding> findings;  ///< stored objects that cannot be read
};

/// Reads all that is stored and finds what was changed outside Sailmaker.
Result<DriftReport> find_drift(target::Target& target, RunBook& book, const Ignoring& ignoring,
                               const DriftOptions& options);

}  // namespace sailmaker::sync
