#pragma once

#include <string>

#include "sql/connection.h"

namespace sailmaker::target {

/// Whether the database has Front50's tables of pipelines, with the columns and types that reading and writing them
/// needs; the error names the first that it lacks. `place` is the target's description.
Result<void> check_front50_tables(sql::Connection& connection, const std::string& place);

}  // namespace sailmaker::target
