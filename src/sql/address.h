#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sailmaker::sql {

/// Which database speaks at the other end. `mysql` is MariaDB, too.
enum class Kind { postgresql, mysql };

/// "PostgreSQL" or "MySQL", for messages.
std::string_view to_string(Kind kind);

/// How much a connection is protected, in libpq's words: `prefer` encrypts where the server can, `require` refuses to
/// go without, `verify_ca` checks who signed the server's certificate, `verify_full` its name as well.
enum class Tls { disable, prefer, require, verify_ca, verify_full };

/// Where a database is and how to get in.
struct Address {
  Kind kind = Kind::postgresql;
  std::string host;    ///< a name, an address, or empty for the local machine; a PostgreSQL socket's folder
  int port = 0;        ///< 0: the usual one
  std::string socket;  ///< path of MySQL's socket; empty: by network
  std::string user;    ///< empty: the user who runs the program
  std::string password;
  std::string database;
  std::string schema;  ///< PostgreSQL only; empty: the user's own search path
  Tls tls = Tls::prefer;
  std::string root_certificates;  ///< a file; empty: those of the system
  std::string certificate;        ///< ours, a file; empty: none
  std::string key;                ///< its key
  int connect_seconds = 10;
  int statement_seconds = 60;
};

/// Reads `postgresql://user:password@host:port/database?option=value&...`, `mysql://...`; `postgres://` and
/// `mariadb://` are the same. Parts may be percent-encoded. Options: sslmode (disable, prefer, require, verify-ca,
/// verify-full), sslrootcert, sslcert, sslkey, connect_timeout and statement_timeout (seconds); for PostgreSQL host (a
/// socket's folder) and schema; for MySQL socket. An error never repeats the text, which may hold a password.
Result<Address> parse_address(std::string_view url);

/// "postgresql://host:5432/database", with ":schema" where one is given: what tells one database from another; no
/// user, no password.
std::string describe(const Address& address);

}  // namespace sailmaker::sql
