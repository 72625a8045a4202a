#include "target/sql_records.h"

#include <algorithm>

#include "sql/failure.h"
#include "target/record_name.h"
#include "target/sql_dialect.h"

namespace sailmaker::target {

namespace {

bool is_missing(const Error& error) { return sql::failure_of(error) == sql::Failure::missing; }

Result<sql::Rows> upsert(sql::Connection& connection, std::string_view name, std::string_view text) {
  const SqlDialect& dialect = dialect_of(connection.kind());
  const std::string statement = "INSERT INTO sailmaker_records (name, body, written_at) VALUES (?, ?, " +
                                std::string(dialect.now) + ")" + std::string(dialect.overwrite_record);
  return connection.execute(statement, {name, text});
}

Error about_records(Error error) {
  error.message = "table sailmaker_records: " + error.message;
  return error;
}

}  // namespace

Result<void> put_sql_record(sql::Connection& connection, std::string_view name, std::string_view text) {
  auto done = upsert(connection, name, text);
  if (!done && is_missing(done.error())) {
    const auto made = connection.execute(dialect_of(connection.kind()).make_records);
    done = upsert(connection, name, text);  // also when `made` failed: another may have made it at the same moment
    if (!done && !made && is_missing(done.error())) {
      return Error("cannot make the table sailmaker_records for the records of syncs: " + made.error().message)
          .with_hint("let the user create tables, or run this once as one who may: " +
                     std::string(dialect_of(connection.kind()).make_records));
    }
  }
  if (!done) return about_records(std::move(done).error());
  return {};
}

Result<std::optional<std::string>> get_sql_record(sql::Connection& connection, std::string_view name) {
  auto rows = connection.execute("SELECT body FROM sailmaker_records WHERE name = ?", {name});
  if (!rows && is_missing(rows.error())) return std::optional<std::string>();
  if (!rows) return about_records(std::move(rows).error());
  return rows->size() == 0 ? std::optional<std::string>() : rows->take(0, 0);
}

Result<void> SqlRecords::put(std::string_view name, std::string_view text) {
  if (auto good = check_record_name(name); !good) return good;
  const auto done = sql::with_connection<bool>(pool_, [&](sql::Connection& connection) -> Result<bool> {
    if (auto put = put_sql_record(connection, name, text); !put) return put.error();
    return true;
  });
  if (!done) return done.error();
  return {};
}

Result<std::optional<std::string>> SqlRecords::get(std::string_view name) {
  if (auto good = check_record_name(name); !good) return good.error();
  return sql::with_connection<std::optional<std::string>>(
      pool_, [&](sql::Connection& connection) { return get_sql_record(connection, name); });
}

Result<void> SqlRecords::remove(std::string_view name) {
  if (auto good = check_record_name(name); !good) return good;
  const auto done = sql::with_connection<bool>(pool_, [&](sql::Connection& connection) -> Result<bool> {
    const auto rows = connection.execute("DELETE FROM sailmaker_records WHERE name = ?", {name});
    if (!rows && !is_missing(rows.error())) return about_records(rows.error());
    return true;
  });
  if (!done) return done.error();
  return {};
}

Result<std::vector<std::string>> SqlRecords::names() {
  return sql::with_connection<std::vector<std::string>>(
      pool_, [](sql::Connection& connection) -> Result<std::vector<std::string>> {
        auto rows = connection.execute("SELECT name FROM sailmaker_records");
        std::vector<std::string> names;
        if (!rows && is_missing(rows.error())) return names;
        if (!rows) return about_records(std::move(rows).error());
        for (std::size_t i = 0; i < rows->size(); ++i) {
          std::string name = rows->take(i, 0);
          if (check_record_name(name)) names.push_back(std::move(name));
        }
        std::sort(names.begin(), names.end());
        return names;
      });
}

}  // namespace sailmaker::target
