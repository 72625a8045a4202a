#pragma once

#include "sql/pool.h"
#include "target/target.h"

namespace sailmaker::target {

/// Records as rows of a table of ours, sailmaker_records, made by the first put(). Names that begin with a dot are for
/// what Sailmaker itself keeps there. The pool must live as long.
class SqlRecords final : public Records {
 public:
  explicit SqlRecords(sql::Pool& pool) : pool_(pool) {}

  Result<void> put(std::string_view name, std::string_view text) override;
  Result<std::optional<std::string>> get(std::string_view name) override;
  Result<void> remove(std::string_view name) override;
  Result<std::vector<std::string>> names() override;

 private:
  sql::Pool& pool_;
};

/// put() and get() on a connection of the caller's, of any name.
Result<void> put_sql_record(sql::Connection& connection, std::string_view name, std::string_view text);
Result<std::optional<std::string>> get_sql_record(sql::Connection& connection, std::string_view name);

}  // namespace sailmaker::target
