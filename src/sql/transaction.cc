#include "sql/transaction.h"

#include <utility>

namespace sailmaker::sql {

Result<Transaction> Transaction::begin(Connection& connection) {
  if (auto begun = connection.execute("START TRANSACTION"); !begun) return begun.error();
  return Transaction(connection);
}

Result<void> Transaction::commit() {
  Connection* connection = std::exchange(connection_, nullptr);
  if (auto done = connection->execute("COMMIT"); !done) return done.error();
  return {};
}

void Transaction::roll_back() {
  Connection* connection = std::exchange(connection_, nullptr);
  // A connection that fails here is lost, and its transaction with it.
  if (connection != nullptr && connection->is_usable()) static_cast<void>(connection->execute("ROLLBACK").ok());
}

}  // namespace sailmaker::sql
