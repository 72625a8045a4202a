#include "target/sql_tables.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "target/sql_dialect.h"

namespace sailmaker::target {

namespace {

using Types = std::vector<std::string_view>;

/// A column as Front50's changelogs make it; the first type is the one to name.
struct Column {
  std::string_view table;
  std::string_view name;
  Types postgresql;
  Types mysql;
};

// PostgreSQL pads a char(255) with blanks, so an id must be varchar, as it is since 2019. MySQL's boolean has the type
// that the Liquibase of the day gave it, and a `text` there would end at 64 KB.
const Column kColumns[] = {
    {"pipelines", "id", {"character varying", "text"}, {"char", "varchar"}},
    {"pipelines", "name", {"character", "character varying", "text"}, {"char", "varchar"}},
    {"pipelines", "application", {"character", "character varying", "text"}, {"char", "varchar"}},
    {"pipelines", "body", {"text"}, {"longtext"}},
    {"pipelines", "created_at", {"bigint"}, {"bigint"}},
    {"pipelines", "last_modified_at", {"bigint"}, {"bigint"}},
    {"pipelines", "last_modified_by", {"character varying", "text"}, {"varchar"}},
    {"pipelines", "is_deleted", {"boolean"}, {"bit", "tinyint"}},
    {"pipelines_history", "id", {"character varying", "text"}, {"char", "varchar"}},
    {"pipelines_history", "body", {"text"}, {"longtext"}},
    {"pipelines_history", "body_sig", {"character", "character varying"}, {"char", "varchar"}},
    {"pipelines_history", "last_modified_at", {"bigint"}, {"bigint"}},
    {"pipelines_history", "recorded_at", {"bigint"}, {"bigint"}},
};

using Found = std::map<std::string, std::map<std::string, std::string>>;  // table, column, type

const char* const kStartFront50 =
    "it is not as Front50's Liquibase makes it; start a current Front50 on this database once";

Error no_table(std::string_view table, sql::Kind kind) {
  std::string hint =
      "Front50 makes its tables with Liquibase when it starts with sql.enabled: true; start it once, or ";
  hint +=
      kind == sql::Kind::postgresql ? "name the schema with ?schema=... in the URL" : "give the user rights on them";
  return Error("there is no table '" + std::string(table) + "'").with_hint(std::move(hint));
}

Result<void> check(const Column& column, const Found& found, sql::Kind kind) {
  const auto table = found.find(std::string(column.table));
  if (table == found.end()) return no_table(column.table, kind);
  const std::string table_name = "table '" + std::string(column.table) + "'";
  const std::string column_name = "column '" + std::string(column.name) + "'";
  const auto type = table->second.find(std::string(column.name));
  if (type == table->second.end()) return Error(table_name + " has no " + column_name).with_hint(kStartFront50);
  const Types& good = kind == sql::Kind::postgresql ? column.postgresql : column.mysql;
  if (std::find(good.begin(), good.end(), type->second) != good.end()) return {};
  return Error(column_name + " of " + table_name + " is " + type->second + ", but Front50 has " +
               std::string(good.front()) + " there")
      .with_hint(kStartFront50);
}

}  // namespace

Result<void> check_front50_tables(sql::Connection& connection) {
  const sql::Kind kind = connection.kind();
  const auto rows = connection.execute(dialect_of(kind).columns);
  if (!rows) return rows.error();
  Found found;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    found[std::string(rows->text(i, 0))][std::string(rows->text(i, 1))] = rows->text(i, 2);
  }
  for (const Column& column : kColumns) {
    if (auto good = check(column, found, kind); !good) return good;
  }
  return {};
}

}  // namespace sailmaker::target
