#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace sailmaker::sql {

/// What kind of failure a database reported: what to do about it.
enum class Failure {
  conflict,     ///< a deadlock, a serialization failure, a lock not got in time: nothing was changed; try again
  lost,         ///< the connection broke: nobody knows whether the statement took effect
  unreachable,  ///< no connection: the server is not there, not up yet or full; nothing was changed
  refused,      ///< wrong user, password, database or certificate
  denied,       ///< the user may not do that
  missing,      ///< a table or column that is not there
  data,         ///< a value does not fit: too long, not in the character set, not unique
  timeout,      ///< the statement took longer than it may
  too_large,    ///< the statement, or what it holds, is larger than the server takes
  other,
};

/// An error with the SQLSTATE as its type. MySQL's numbers that have no SQLSTATE of their own get that of PostgreSQL.
Error database_error(const std::string& message, std::string_view sqlstate);

/// The kind of an error made by database_error(); `other` for errors that were not.
Failure failure_of(const Error& error);

/// True where the same call may work a moment later and cannot have been done already.
bool can_try_again(Failure failure);

}  // namespace sailmaker::sql
