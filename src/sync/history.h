#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "diff/diff.h"
#include "sync/ignoring.h"
#include "sync/run_book.h"
#include "target/target.h"

namespace sailmaker::sync {

/// One version of a pipeline.
struct Version {
  /// Counts back: 0 is what is stored now, 1 the version before it. Of a pipeline that is gone, 1 is the last it had.
  std::size_t number = 0;
  std::string body;
  std::int64_t modified = 0;  ///< milliseconds since 1970; 0 when nobody knows
  std::string who;            ///< who began the run that wrote it, else the author that the store knows; may be empty
  std::string run;            ///< the run that wrote it; empty when it was not Sailmaker, or its record is gone
  bool ours = false;          ///< Sailmaker wrote it, and nobody changed it since
  std::vector<diff::Change> changes;  ///< from the version before this one; none for the oldest
};

struct History {
  std::string id;
  std::string key;  ///< of the mark; empty when Sailmaker never wrote it
  std::string application;
  std::string name;
  bool is_stored = false;
  std::vector<Version> versions;  ///< newest first
};

/// The versions of the pipeline that `address` means: a key, or an id. Found by the id that the key makes, then in the
/// records of the newest runs, then by the marks of all that is stored, then in the records of older runs. Versions
/// come from the store, and from the records of runs where the store keeps none. Nothing when there never was such a
/// pipeline.
Result<std::optional<History>> read_history(const std::string& address, target::Target& target, RunBook& book,
                                            const Ignoring& ignoring, int limit);

/// The id of the pipeline that carries or carried the key; nothing when there is none.
Result<std::optional<std::string>> find_pipeline(const std::string& key, target::Target& target, RunBook& book);

}  // namespace sailmaker::sync
