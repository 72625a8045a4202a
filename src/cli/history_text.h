#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "sync/history.h"
#include "sync/run.h"
#include "value/value.h"

namespace sailmaker::cli {

/// A table of versions, each with what it changed in a line or two.
std::string history_text(const sync::History& history);
/// {id, key, application, name, stored, versions: [{number, modified, who, run, ours, changes: [...]}]}
Value history_value(const sync::History& history);

/// A table of runs, newest first.
std::string runs_text(const std::vector<sync::Run>& runs);
/// A list of {id, command, who, fleet, target, selector, begun_at, ended_at, create, update, delete, fates}.
Value runs_value(const std::vector<sync::Run>& runs);

/// One run with all its changes.
std::string run_text(const sync::Run& run, const std::vector<sync::RunChange>& changes);
Value run_value(const sync::Run& run, const std::vector<sync::RunChange>& changes);

}  // namespace sailmaker::cli
