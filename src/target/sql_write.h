#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sql/connection.h"
#include "target/sql_dialect.h"
#include "target/target.h"

namespace sailmaker::target {

/// A write, and what the columns of its row hold.
struct SqlWrite {
  const Write* write = nullptr;
  std::string name;
  std::string application;
  std::string author;
  std::string version;    ///< of the body
  std::string signature;  ///< as Front50's history has it
};

/// Reads the columns from the body. What Front50's table cannot hold is an error: a name longer than 255 characters.
Result<SqlWrite> prepare_sql_write(const Write& write);

/// Writes that one transaction carries out.
class SqlBatch {
 public:
  explicit SqlBatch(std::span<const SqlWrite> writes) : writes_(writes) {}

  /// Compares and writes; nothing was changed after an error, but one of kind `lost`. May be called again after that:
  /// writes that did take effect are recognised by their stamp. Gives no outcomes, and has changed nothing, when the
  /// writes must be tried in smaller batches to tell whose outcome is which.
  Result<std::optional<std::vector<Outcome>>> run(sql::Connection& connection);

 private:
  struct Row {
    bool is_deleted = false;
    std::string version;
    std::int64_t modified = 0;
  };
  /// What the rest of a transaction works with.
  struct Work {
    sql::Connection& connection;
    const SqlDialect& dialect;
    std::map<std::string, Row, std::less<>> rows = {};
    std::vector<const SqlWrite*> fresh = {};     // there is no row yet
    std::vector<const SqlWrite*> existing = {};  // a row to replace, perhaps a removed one
    std::vector<const SqlWrite*> removed = {};
    std::vector<Outcome> outcomes = {};
    std::int64_t stamp = 0;
    std::int64_t now = 0;
  };

  Result<bool> fits(const sql::Connection& connection) const;
  Result<bool> transact(Work& work);
  Result<bool> read_rows(Work& work) const;
  void compare(Work& work) const;
  bool was_done(const SqlWrite& one, const Row* row) const;
  static Result<void> choose_stamp(Work& work);
  Result<bool> insert_fresh(Work& work) const;
  static Result<void> overwrite(const Work& work);
  static Result<void> keep_history(const Work& work, const std::vector<const SqlWrite*>& written);
  static Result<void> remove(const Work& work);

  std::span<const SqlWrite> writes_;
  std::int64_t lost_stamp_ = 0;  // of the last try, whose end nobody knows; 0: there is none
};

}  // namespace sailmaker::target
