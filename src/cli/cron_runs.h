#pragma once

#include <string>
#include <vector>

#include "pipeline/cron.h"
#include "value/value.h"

namespace sailmaker::cli {

/// A cron trigger of a pipeline, and when it fires next.
struct CronRuns {
  std::string expression;
  bool enabled = false;
  bool is_hashed = false;                ///< only Echo knows the second, minute or hour that an H stands for
  std::vector<pipeline::WallTime> next;  ///< three at most, in Echo's time zone
};

/// The cron triggers whose expression can be read. `now` is the time in Echo's time zone.
std::vector<CronRuns> cron_runs(const Value& pipeline, const pipeline::WallTime& now);

/// Now in UTC.
pipeline::WallTime utc_now();

/// A paragraph for people; empty when there are none.
std::string cron_text(const std::vector<CronRuns>& triggers);
/// A list of {expression, enabled, next: ["2026-11-30T03:00:00", ...]}.
Value cron_value(const std::vector<CronRuns>& triggers);

}  // namespace sailmaker::cli
