#include "sync/recorded.h"

#include <algorithm>

#include "sync/run_book.h"

namespace sailmaker::sync {

namespace {

bool writes_nothing(const Plan& plan, Drift drift) {
  return std::all_of(plan.changes.begin(), plan.changes.end(),
                     [&](const Change& change) { return change.drifted && drift == Drift::keep; });
}

}  // namespace

Result<Recorded> apply_recorded(const Plan& plan, target::Target& target, const ApplyOptions& options,
                                const RunInfo& run, target::Records& records) {
  Recorded recorded;
  if (writes_nothing(plan, options.drift)) {
    auto report = apply(plan, target, options);
    if (!report) return std::move(report).error();
    recorded.report = std::move(*report);
    return recorded;
  }
  RunBook book(records);
  ApplyOptions with_record = options;
  with_record.prepare = [&]() -> Result<void> {
    auto begun = book.begin(run, plan, target, target.concurrency());
    if (begun) return {};
    return Error("nothing was written, because the record of this run cannot be kept")
        .with_cause(std::move(begun).error());
  };
  auto report = apply(plan, target, with_record);
  if (!report) return std::move(report).error();
  recorded.report = std::move(*report);
  if (auto ended = book.end(run.id, recorded.report); !ended) {
    recorded.unrecorded =
        Error("how run " + run.id + " ended could not be recorded").with_cause(std::move(ended).error());
  }
  return recorded;
}

}  // namespace sailmaker::sync
