#pragma once

#include "sql/connection.h"

namespace sailmaker::sql {

/// A transaction of READ COMMITTED on one connection; rolled back at its end unless it was committed.
class Transaction {
 public:
  static Result<Transaction> begin(Connection& connection);
  Transaction(Transaction&& other) noexcept : connection_(other.connection_) { other.connection_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() { roll_back(); }

  /// After an error of kind `lost` nobody knows whether it was done.
  Result<void> commit();
  void roll_back();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}

  Connection* connection_;  // nullptr when it is over
};

}  // namespace sailmaker::sql
