#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sql/address.h"

namespace sailmaker::target {

/// What PostgreSQL and MySQL say differently, as parts of statements.
struct SqlDialect {
  std::string_view digest;            ///< the version of a row's body
  std::string_view now;               ///< the server's clock, in milliseconds since 1970
  std::string_view exact_id;          ///< the id for a comparison that tells all bytes apart
  std::string_view keep;              ///< ends an INSERT that changes nothing where the row is there
  std::string_view overwrite;         ///< ends an INSERT into pipelines that replaces what is there, revived
  std::string_view overwrite_record;  ///< ends an INSERT into sailmaker_records that replaces what is there
  std::string_view take_stamps;       ///< waits until no other session holds the right to give out stamps; 1 when got
  std::string_view leave_stamps;      ///< gives it back; empty: the end of the transaction does
  std::string_view take_lock;         ///< takes the writer's lock for the session; 1 when got
  std::string_view leave_lock;        ///< gives it back
  std::string_view lock_holder;       ///< the number of the session that holds it; no row, or NULL: none does
  std::string_view session;           ///< the number of this session
  std::string_view columns;           ///< table, column, type of each column of Front50's tables, in lower case
  std::string_view make_records;      ///< creates sailmaker_records
};

const SqlDialect& dialect_of(sql::Kind kind);

/// "(?,?),(?,?)" for `rows` rows of `columns` parameters; `more` stands at the end of each, within its parentheses.
std::string sql_rows(std::size_t rows, std::size_t columns, std::string_view more = {});

}  // namespace sailmaker::target
