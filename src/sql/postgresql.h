#pragma once

#include "sql/connection.h"

namespace sailmaker::sql {

/// A session by libpq. Statements are not named, so that a pooler between may hand sessions on.
Result<std::unique_ptr<Connection>> connect_postgresql(const Address& address);

/// The statement with `?` outside of quotes as $1, $2, ...
std::string with_numbered_parameters(std::string_view statement);

}  // namespace sailmaker::sql
