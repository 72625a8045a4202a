#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "sync/run.h"
#include "target/target.h"

namespace sailmaker::sync {

// What is kept of a run, beside the pipelines. Format 1; ID is the run's, and names sort by time:
//
//   ID.run         JSON {format: "sailmaker-run", version: 1, id, command, who, fleet, target, selector, begun_at,
//                  create, update, delete, lists, chunks}
//   ID.list-0001   packed JSON, a list of changes {action, key, application, name, id, seen, written, digest, chunk,
//                  place}; at most 10,000 each
//   ID.body-0001   packed JSON, a list of [before, after]: the bodies of changes, by `place`; 4 MB before they are
//                  packed, or one change
//   ID.end         packed JSON {at, done, others: [[number of the change, fate, error], ...]}; `done` counts, `others`
//                  are the changes that were not done
//
// Packed is what base/packed.h makes: text of zlib. ID.run is put last of the first three, before the first pipeline is
// written, so that a run that can be seen is whole; ID.end follows the last pipeline. Records are never changed. Those
// of old runs are removed (forget_runs.h), ID.run first.

class RunBook {
 public:
  /// `records` must outlive this.
  explicit RunBook(target::Records& records) : records_(records) {}

  /// Writes down what is about to be done. An error when the run is written down already: the targets of a run have a
  /// record each, so two of them are one place. Several records at once are under way, at most `writers`.
  Result<void> begin(const RunInfo& info, const Plan& plan, const target::Target& target, unsigned writers);
  /// Writes down what became of it.
  Result<void> end(const std::string& id, const Report& report);

  /// The ids of all runs, newest first.
  Result<std::vector<std::string>> ids();
  /// Nothing when there is no such run.
  Result<std::optional<Run>> read(const std::string& id);
  /// All its changes, in the order of the plan.
  Result<std::vector<RunChange>> changes(const Run& run);
  /// The bodies of some of its changes, in their order. The last chunk stays in memory.
  Result<std::vector<RunBodies>> bodies(const Run& run, std::span<const RunChange> changes);

 private:
  Result<Value> read_packed(const std::string& name);
  Result<std::optional<Value>> find_packed(const std::string& name);
  Result<void> put_chunks(const RunInfo& info, const Plan& plan, std::vector<RunChange>& changes, unsigned writers,
                          std::size_t& chunks);
  Result<void> add_fates(const Run& run, std::vector<RunChange>& changes);

  target::Records& records_;
  std::string cached_name_;
  Value cached_;
};

}  // namespace sailmaker::sync
