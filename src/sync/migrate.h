#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sync/restore.h"
#include "target/target.h"
#include "value/value.h"

namespace sailmaker::sync {

struct Migration {
  std::vector<Restoration> wanted;  ///< the pipelines of the source, by application and name
  std::vector<Finding> findings;    ///< stored objects that cannot be read, which are left behind
};

struct MigrateOptions {
  std::function<bool(const Value& pipeline)> wanted;  ///< which of them; empty: all
  std::function<void(std::size_t done, std::size_t total)> progress;
};

/// Reads what the source holds, as it is to be in another target: nothing is expected under its ids there, so that a
/// plan (plan_restorations) never writes over something different without saying so.
Result<Migration> read_migration(target::Target& source, const MigrateOptions& options);

/// Reads back and returns the ids of those that are not stored as they are wanted.
Result<std::vector<std::string>> differing(const std::vector<Restoration>& wanted, target::Target& target);

}  // namespace sailmaker::sync
