#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "sync/ignoring.h"
#include "sync/run_book.h"
#include "target/target.h"

namespace sailmaker::sync {

/// What Sailmaker wrote last of a pipeline, and who wrote what is stored now.
struct Written {
  std::string body;            ///< empty when neither the store's history nor the records of runs have it
  std::string run;             ///< the run that wrote it; empty when there is no record
  std::int64_t at = 0;         ///< milliseconds since 1970; 0 when not known
  std::string present_author;  ///< of the newest version in the store's history; may be empty
};

/// Looks for the body whose mark has this digest: in the records of runs, then in the store's history.
Result<Written> find_written(const std::string& key, const std::string& id, const std::string& digest,
                             target::Target& target, RunBook& book, const Ignoring& ignoring);

}  // namespace sailmaker::sync
