#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/apply.h"
#include "sync/plan.h"

namespace sailmaker::sync {

/// Who does something to a target, and why.
struct RunInfo {
  std::string id;  ///< "20261127t101502-ab12cd": the time in UTC, three hexadecimal digits of milliseconds, three at
                   ///< random; sorts by time
  std::string command;  ///< "sync", "rollback 20261127t101502-ab12cd", ...
  std::string who;      ///< a person or a CI job, "sammie@laptop"
  std::string fleet;    ///< the fleet's folder
};

/// A new id for a run that begins at `now`, milliseconds since 1970.
std::string new_run_id(std::int64_t now);
/// Whether the text has the form of a run's id.
bool is_run_id(std::string_view text);

/// One change of a run, without its bodies.
struct RunChange {
  Action action = Action::create;
  std::string key;
  std::string application;
  std::string name;
  std::string id;
  std::optional<std::string> seen;  ///< the version that the change was made from
  std::string written;              ///< the version that it made; empty where only the store knows, and for a removal
  std::string digest;               ///< the mark's digest in what was written; empty for a removal
  std::size_t chunk = 0;            ///< where its bodies are
  std::size_t place = 0;
  /// What became of it; nothing when the run was killed: then only what is stored can tell.
  std::optional<Fate> fate;
  std::string error;
};

/// The bodies of one change, to the byte as they were stored and written; empty where there was or is none.
struct RunBodies {
  std::string before;
  std::string after;
};

/// How a run ended.
struct RunEnd {
  std::int64_t at = 0;
  std::map<Fate, std::size_t> fates;  ///< how many changes met each
};

/// A run as it is listed.
struct Run : RunInfo {
  std::string target;    ///< Target::describe()
  std::string selector;  ///< of the plan
  std::int64_t begun_at = 0;
  std::size_t created = 0;
  std::size_t updated = 0;
  std::size_t removed = 0;
  std::size_t lists = 0;      ///< records with its changes
  std::size_t chunks = 0;     ///< records with their bodies
  std::optional<RunEnd> end;  ///< nothing when it was killed, or is under way
};

}  // namespace sailmaker::sync
