#pragma once

#include "sql/connection.h"

namespace sailmaker::sql {

/// A session by libmariadb, with MySQL or MariaDB.
Result<std::unique_ptr<Connection>> connect_mysql(const Address& address);

}  // namespace sailmaker::sql
