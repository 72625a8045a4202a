#include "target/sql_dialect.h"

namespace sailmaker::target {

namespace {

// An advisory lock has a number: here a digest of its purpose and of the table, which other schemas have, too.
constexpr SqlDialect kPostgresql = {
    .digest = "encode(sha256(convert_to(body, 'UTF8')), 'hex')",
    .now = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)",
    .exact_id = "id",
    .keep = " ON CONFLICT DO NOTHING",
    .overwrite =
        " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, application = EXCLUDED.application,"
        " body = EXCLUDED.body, last_modified_at = EXCLUDED.last_modified_at,"
        " last_modified_by = EXCLUDED.last_modified_by, is_deleted = FALSE",
    .overwrite_record = " ON CONFLICT (name) DO UPDATE SET body = EXCLUDED.body, written_at = EXCLUDED.written_at",
    .take_stamps =
        "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended("
        "'sailmaker stamps ' || to_regclass('pipelines')::oid, 0))) AS taken",
    .leave_stamps = "",
    .take_lock =
        "SELECT CAST(pg_try_advisory_lock(hashtextextended("
        "'sailmaker writer ' || COALESCE(to_regclass('pipelines')::oid, 0), 0)) AS int)",
    .leave_lock =
        "SELECT pg_advisory_unlock(hashtextextended("
        "'sailmaker writer ' || COALESCE(to_regclass('pipelines')::oid, 0), 0))",
    .lock_holder =
        "SELECT pid FROM pg_locks, (SELECT hashtextextended("
        "'sailmaker writer ' || COALESCE(to_regclass('pipelines')::oid, 0), 0) AS number) AS wanted"
        " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND CAST(classid AS bigint) = (number >> 32) & 4294967295"
        " AND CAST(objid AS bigint) = number & 4294967295",
    .session = "SELECT pg_backend_pid()",
    .columns =
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_name IN ('pipelines', 'pipelines_history') AND table_schema ="
        " COALESCE((SELECT nspname FROM pg_namespace JOIN pg_class ON relnamespace = pg_namespace.oid"
        " WHERE pg_class.oid = to_regclass('pipelines')), current_schema())",
    .make_records =
        "CREATE TABLE IF NOT EXISTS sailmaker_records (name varchar(100) PRIMARY KEY, body text NOT NULL,"
        " written_at bigint NOT NULL)",
};

// A lock of MySQL has a name of up to 64 characters, which is the whole server's.
constexpr SqlDialect kMysql = {
    .digest = "SHA2(CONVERT(body USING utf8mb4), 256)",
    .now = "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)",
    .exact_id = "CAST(id AS BINARY)",
    .keep = " ON DUPLICATE KEY UPDATE id = id",
    .overwrite =
        " ON DUPLICATE KEY UPDATE name = VALUES(name), application = VALUES(application), body = VALUES(body),"
        " last_modified_at = VALUES(last_modified_at), last_modified_by = VALUES(last_modified_by),"
        " is_deleted = FALSE",
    .overwrite_record = " ON DUPLICATE KEY UPDATE body = VALUES(body), written_at = VALUES(written_at)",
    .take_stamps = "SELECT GET_LOCK(CONCAT('sailmaker stamps ', SHA1(DATABASE())), 10)",
    .leave_stamps = "SELECT RELEASE_LOCK(CONCAT('sailmaker stamps ', SHA1(DATABASE())))",
    .take_lock = "SELECT GET_LOCK(CONCAT('sailmaker writer ', SHA1(DATABASE())), 0)",
    .leave_lock = "SELECT RELEASE_LOCK(CONCAT('sailmaker writer ', SHA1(DATABASE())))",
    .lock_holder = "SELECT IS_USED_LOCK(CONCAT('sailmaker writer ', SHA1(DATABASE())))",
    .session = "SELECT CONNECTION_ID()",
    .columns =
        "SELECT LOWER(TABLE_NAME), LOWER(COLUMN_NAME), LOWER(DATA_TYPE) FROM information_schema.COLUMNS"
        " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('pipelines', 'pipelines_history')",
    .make_records =
        "CREATE TABLE IF NOT EXISTS sailmaker_records (name varchar(100) NOT NULL PRIMARY KEY,"
        " body longtext NOT NULL, written_at bigint NOT NULL)"
        " ENGINE InnoDB DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin",
};

}  // namespace

const SqlDialect& dialect_of(sql::Kind kind) { return kind == sql::Kind::postgresql ? kPostgresql : kMysql; }

std::string sql_rows(std::size_t rows, std::size_t columns, std::string_view more) {
  std::string row = "(";
  for (std::size_t i = 0; i < columns; ++i) row += i == 0 ? "?" : ",?";
  row.append(more).append(")");
  std::string out;
  out.reserve(rows * (row.size() + 1));
  for (std::size_t i = 0; i < rows; ++i) out.append(i == 0 ? "" : ",").append(row);
  return out;
}

}  // namespace sailmaker::target
