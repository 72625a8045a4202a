#pragma once

#include <optional>

#include "base/result.h"
#include "sync/apply.h"
#include "sync/run.h"
#include "target/target.h"

namespace sailmaker::sync {

struct Recorded {
  Report report;
  std::optional<Error> unrecorded;  ///< everything is as the report says, but how the run ended could not be kept
};

/// apply(), with a record of the run in `records` (see run_book.h): what is about to be done before the first write,
/// and what became of it after the last one. When the first cannot be kept, nothing is begun, which is an Error. A plan
/// that would write nothing leaves no record.
Result<Recorded> apply_recorded(const Plan& plan, target::Target& target, const ApplyOptions& options,
                                const RunInfo& run, target::Records& records);

}  // namespace sailmaker::sync
