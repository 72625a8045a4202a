#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "sync/plan.h"
#include "sync/run.h"
#include "sync/run_book.h"
#include "target/target.h"

namespace sailmaker::sync {

/// A pipeline that is to be again what it was.
struct Restoration {
  std::string key;
  std::string application;
  std::string name;
  std::string id;
  std::string wanted;  ///< the body it is to have; empty: it is to be gone
  /// What it is expected to be now; something else is drift, which a plan shows and a sync leaves alone. Empty: gone.
  std::optional<std::string> expected;
};

struct RestoreOptions {
  std::string title;                                         ///< the plan's selector: "rollback 20261127t101502-ab12cd"
  std::function<bool(const std::string& key)> is_protected;  ///< may be empty
  decltype(PlanOptions::describe) describe;                  ///< may be empty
};

/// Compares each with what is stored and says what to do: a plan like any other. Pipelines that are as wanted count as
/// unchanged. A pipeline without Sailmaker's mark is never removed: a finding says so. What people set by hand (index,
/// disabled) stays where the wanted body does not set it, and what Spinnaker owns is never sent.
Result<Planned> plan_restorations(std::span<const Restoration> wanted, target::Target& target,
                                  const RestoreOptions& options);

/// What undoing the run means: what it created is to be gone, what it updated or deleted is to be as before. Changes
/// that the run left alone are left out. Of a run that was killed, and of writes that failed, what is stored tells
/// whether there is something to undo.
Result<std::vector<Restoration>> undoing(RunBook& book, const Run& run);

}  // namespace sailmaker::sync
