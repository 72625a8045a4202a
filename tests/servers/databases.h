#pragma once

#include <sys/types.h>

#include <iosfwd>
#include <memory>
#include <string>

#include "sql/address.h"
#include "sql/connection.h"

namespace sailmaker::sql {

/// How GoogleTest prints it.
void PrintTo(Kind kind, std::ostream* out);

}  // namespace sailmaker::sql

namespace sailmaker::servers {

/// The URL of the server of that kind that all tests share; started by the first who asks, see databases.py. Ends the
/// process when there is none.
std::string shared_url(sql::Kind kind);

/// The URL of a new, empty database (for PostgreSQL: a schema) in the server at `url`, by default the shared one; it
/// stays until the server ends.
std::string new_database(sql::Kind kind, std::string url = {});

/// The same with Front50's tables.
std::string new_front50(sql::Kind kind, std::string url = {});

/// A session there; a failure ends the process.
std::unique_ptr<sql::Connection> connect(const std::string& url);

/// Runs statements; a failure fails the test.
void run(sql::Connection& connection, const std::string& statement);
/// Runs the statements of a file, which end with a semicolon at the end of a line.
void run_file(sql::Connection& connection, const std::string& path);

/// A server for one test alone, which may kill it.
class OwnServer {
 public:
  explicit OwnServer(sql::Kind kind);
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;
  ~OwnServer();

  const std::string& url() const { return url_; }
  /// As a power cut would.
  void kill() { ask("kill"); }
  /// Starts it again on its data, on the same port.
  void start() { ask("start"); }

 private:
  void ask(const std::string& word);

  pid_t process_ = 0;
  int input_ = -1;
  int output_ = -1;
  std::string url_;
};

}  // namespace sailmaker::servers
