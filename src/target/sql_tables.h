#pragma once

#include "sql/connection.h"

namespace sailmaker::target {

/// Whether the database has Front50's tables of pipelines, with the columns and types that reading and writing them
/// needs; the error names the first that it lacks.
Result<void> check_front50_tables(sql::Connection& connection);

}  // namespace sailmaker::target
