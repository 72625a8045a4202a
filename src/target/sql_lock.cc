#include "target/sql_lock.h"

#include <chrono>
#include <thread>

#include "sql/connection.h"
#include "target/sql_dialect.h"
#include "target/sql_records.h"

namespace sailmaker::target {

namespace {

/// The record that names the holder: its session's number, a newline, who it is.
const std::string kHolder = ".writer";

/// Who holds the lock. The record counts only when it is of the session that has it now, which writes it right after
/// it took the lock: a few looks give it the time.
std::string holder(sql::Connection& connection) {
  constexpr int looks = 10;
  std::string session;
  for (int i = 0; i < looks; ++i) {
    const auto rows = connection.execute(dialect_of(connection.kind()).lock_holder);
    if (!rows || rows->size() == 0 || rows->is_null(0, 0)) return "another session that just ended";
    session = rows->text(0, 0);
    const auto record = get_sql_record(connection, kHolder);
    if (record && *record && (*record)->starts_with(session + "\n")) return (*record)->substr(session.size() + 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return "session " + session + " of the database";
}

void write_holder(sql::Connection& connection, std::string_view who) {
  const auto session = connection.execute(dialect_of(connection.kind()).session);
  if (!session) return;
  const std::string text = std::string(session->text(0, 0)) + "\n" + std::string(who);
  // Without it the lock holds as well; others see the session's number only.
  static_cast<void>(put_sql_record(connection, kHolder, text).ok());
}

/// The session that holds the lock. A session's end would free the lock, too, but a moment after we closed it.
class Held {
 public:
  explicit Held(std::unique_ptr<sql::Connection> connection) : connection_(std::move(connection)) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  sql::Connection& session() { return *connection_; }
  ~Held() { static_cast<void>(connection_->execute(dialect_of(connection_->kind()).leave_lock).ok()); }

 private:
  std::unique_ptr<sql::Connection> connection_;
};

}  // namespace

Result<std::shared_ptr<void>> take_sql_lock(const sql::Address& address, std::string_view who,
                                            const std::string& place) {
  auto connection = sql::connect(address);
  if (!connection) return connection.error();
  const auto taken = (*connection)->execute(dialect_of(address.kind).take_lock);
  if (!taken) return taken.error();
  if (taken->size() != 1 || taken->integer(0, 0) != 1) return Error(place + " is locked by " + holder(**connection));
  auto held = std::make_shared<Held>(std::move(*connection));
  write_holder(held->session(), who);
  return std::shared_ptr<void>(std::move(held));
}

}  // namespace sailmaker::target
