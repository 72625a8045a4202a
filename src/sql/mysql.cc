#include "sql/mysql.h"

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

#include <algorithm>
#include <mutex>

#include "sql/failure.h"

namespace sailmaker::sql {

namespace {

constexpr int kLongestLockWait = 10;              // seconds
constexpr unsigned kMaxStatementTime = 1969;      // MariaDB: ER_STATEMENT_TIMEOUT
constexpr unsigned kMaxExecutionTime = 3024;      // MySQL: ER_QUERY_TIMEOUT
constexpr std::size_t kSpareOfAPacket = 4 << 10;  // the statement's own bytes around its parameters

struct Close {
  void operator()(MYSQL* connection) const { mysql_close(connection); }
};
struct CloseStatement {
  void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};
struct FreeResult {
  void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};
using ConnectionPointer = std::unique_ptr<MYSQL, Close>;
using StatementPointer = std::unique_ptr<MYSQL_STMT, CloseStatement>;
using ResultPointer = std::unique_ptr<MYSQL_RES, FreeResult>;

/// MySQL's error numbers whose SQLSTATE says nothing (HY000), or another thing than PostgreSQL's.
std::string_view state_of(unsigned number, const char* state) {
  switch (number) {
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_UNKNOWN_HOST:
    case ER_CON_COUNT_ERROR: return "08001";
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case ER_SERVER_SHUTDOWN:
    case ER_CONNECTION_KILLED: return "08006";
    case CR_SSL_CONNECTION_ERROR: return "28000";
    case ER_LOCK_WAIT_TIMEOUT: return "55P03";
    case ER_LOCK_DEADLOCK: return "40001";
    case ER_NET_PACKET_TOO_LARGE: return "54000";
    case kMaxStatementTime:
    case kMaxExecutionTime: return "57014";
    case ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: return "22021";
    case ER_OPTION_PREVENTS_STATEMENT: return "25006";
    case ER_BAD_DB_ERROR: return "3D000";
    case ER_DBACCESS_DENIED_ERROR: return "28000";
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR:
    case ER_SPECIFIC_ACCESS_DENIED_ERROR: return "42501";
    default: return state;
  }
}

Error error_of(unsigned number, const char* state, const char* message) {
  return database_error(message, state_of(number, state));
}

/// The values of a statement's parameters, bound to it; the parameters must live as long.
class Binding {
 public:
  explicit Binding(std::span<const Parameter> parameters) : binds_(parameters.size()) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      MYSQL_BIND& bind = binds_[i];
      if (const auto* text = std::get_if<std::string_view>(&parameters[i])) {
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = const_cast<char*>(text->data() != nullptr ? text->data() : "");
        bind.buffer_length = text->size();
        continue;
      }
      bind.buffer_type = MYSQL_TYPE_LONGLONG;
      bind.buffer = const_cast<std::int64_t*>(&std::get<std::int64_t>(parameters[i]));
    }
  }
  MYSQL_BIND* data() { return binds_.data(); }

 private:
  std::vector<MYSQL_BIND> binds_;
};

/// The columns of a stored result, each with room for its longest value.
class Columns {
 public:
  explicit Columns(MYSQL_RES* described)
      : width_(mysql_num_fields(described)), binds_(width_), lengths_(width_), nulls_(width_), buffers_(width_) {
    const MYSQL_FIELD* fields = mysql_fetch_fields(described);
    for (std::size_t i = 0; i < width_; ++i) {
      buffers_[i].resize(fields[i].max_length + 1);
      binds_[i].buffer_type = MYSQL_TYPE_STRING;
      binds_[i].buffer = buffers_[i].data();
      binds_[i].buffer_length = buffers_[i].size();
      binds_[i].length = &lengths_[i];
      binds_[i].is_null = &nulls_[i];
    }
  }

  MYSQL_BIND* data() { return binds_.data(); }
  std::size_t width() const { return width_; }
  void append_row(std::vector<std::optional<std::string>>& cells) const {
    for (std::size_t i = 0; i < width_; ++i) {
      if (nulls_[i] != 0) {
        cells.emplace_back();
      } else {
        cells.emplace_back(std::in_place, buffers_[i].data(), std::min<std::size_t>(lengths_[i], buffers_[i].size()));
      }
    }
  }

 private:
  std::size_t width_;
  std::vector<MYSQL_BIND> binds_;
  std::vector<unsigned long> lengths_;
  std::vector<my_bool> nulls_;
  std::vector<std::string> buffers_;
};

class Mysql final : public Connection {
 public:
  explicit Mysql(ConnectionPointer connection) : connection_(std::move(connection)) {}

  using Connection::execute;
  Kind kind() const override { return Kind::mysql; }
  bool is_usable() const override { return is_usable_; }
  std::size_t largest_statement() const override { return largest_; }

  Result<Rows> execute(std::string_view statement, std::span<const Parameter> parameters) override {
    return parameters.empty() ? execute_plain(statement) : execute_bound(statement, parameters);
  }

  Result<void> prepare_session(const Address& address);

 private:
  Result<Rows> execute_plain(std::string_view statement);
  Result<Rows> execute_bound(std::string_view statement, std::span<const Parameter> parameters);
  Result<Rows> rows_of(MYSQL_STMT* statement);
  Error failed(Error error);
  Error failed() {
    return failed(
        error_of(mysql_errno(connection_.get()), mysql_sqlstate(connection_.get()), mysql_error(connection_.get())));
  }
  Error failed(MYSQL_STMT* statement) {
    return failed(error_of(mysql_stmt_errno(statement), mysql_stmt_sqlstate(statement), mysql_stmt_error(statement)));
  }

  ConnectionPointer connection_;
  bool is_usable_ = true;
  std::size_t largest_ = 1 << 20;
};

Error Mysql::failed(Error error) {
  if (failure_of(error) == Failure::lost) is_usable_ = false;
  return error;
}

Result<Rows> Mysql::execute_plain(std::string_view statement) {
  MYSQL* connection = connection_.get();
  if (mysql_real_query(connection, statement.data(), statement.size()) != 0) return failed();
  const ResultPointer result(mysql_store_result(connection));
  if (!result) {
    if (mysql_field_count(connection) != 0) return failed();
    return Rows(0, {}, static_cast<std::int64_t>(mysql_affected_rows(connection)));
  }
  const std::size_t width = mysql_num_fields(result.get());
  std::vector<std::optional<std::string>> cells;
  while (char** const row = mysql_fetch_row(result.get())) {
    const unsigned long* lengths = mysql_fetch_lengths(result.get());
    for (std::size_t i = 0; i < width; ++i) {
      if (row[i] == nullptr) {
        cells.emplace_back();
      } else {
        cells.emplace_back(std::in_place, row[i], lengths[i]);
      }
    }
  }
  return Rows(width, std::move(cells), 0);
}

Result<Rows> Mysql::execute_bound(std::string_view text, std::span<const Parameter> parameters) {
  const StatementPointer statement(mysql_stmt_init(connection_.get()));
  if (!statement) return failed();
  const my_bool with_lengths = 1;
  mysql_stmt_attr_set(statement.get(), STMT_ATTR_UPDATE_MAX_LENGTH, &with_lengths);
  if (mysql_stmt_prepare(statement.get(), text.data(), text.size()) != 0) return failed(statement.get());
  if (mysql_stmt_param_count(statement.get()) != parameters.size()) {
    return Error("a statement has not as many parameters as it is given: " + std::string(text.substr(0, 200)));
  }
  Binding binding(parameters);
  if (mysql_stmt_bind_param(statement.get(), binding.data()) != 0) return failed(statement.get());
  if (mysql_stmt_execute(statement.get()) != 0) return failed(statement.get());
  return rows_of(statement.get());
}

Result<Rows> Mysql::rows_of(MYSQL_STMT* statement) {
  if (mysql_stmt_field_count(statement) == 0) {
    return Rows(0, {}, static_cast<std::int64_t>(mysql_stmt_affected_rows(statement)));
  }
  if (mysql_stmt_store_result(statement) != 0) return failed(statement);
  const ResultPointer described(mysql_stmt_result_metadata(statement));
  if (!described) return failed(statement);
  Columns columns(described.get());
  if (mysql_stmt_bind_result(statement, columns.data()) != 0) return failed(statement);
  std::vector<std::optional<std::string>> cells;
  cells.reserve(static_cast<std::size_t>(mysql_stmt_num_rows(statement)) * columns.width());
  for (;;) {
    const int status = mysql_stmt_fetch(statement);
    if (status == MYSQL_NO_DATA) break;
    if (status == MYSQL_DATA_TRUNCATED) return Error("a value of the database was cut short");
    if (status != 0) return failed(statement);
    columns.append_row(cells);
  }
  return Rows(columns.width(), std::move(cells), 0);
}

Result<void> Mysql::prepare_session(const Address& address) {
  const std::string wait = std::to_string(std::min(kLongestLockWait, address.statement_seconds));
  const std::string statements[] = {
      "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', autocommit = 1, time_zone = '+00:00'",
      "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
      "SET SESSION innodb_lock_wait_timeout = " + wait + ", lock_wait_timeout = " + wait,
  };
  for (const std::string& statement : statements) {
    if (auto done = execute_plain(statement); !done) return done.error();
  }
  const auto largest = execute_plain("SELECT @@max_allowed_packet");
  if (!largest) return largest.error();
  largest_ =
      std::max<std::size_t>(static_cast<std::size_t>(largest->integer(0, 0)), 2 * kSpareOfAPacket) - kSpareOfAPacket;
  return {};
}

const char* text_or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

void set_options(MYSQL* connection, const Address& address) {
  const auto seconds = static_cast<unsigned>(address.connect_seconds);
  const auto silence = static_cast<unsigned>(address.statement_seconds);
  mysql_optionsv(connection, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  mysql_optionsv(connection, MYSQL_OPT_READ_TIMEOUT, &silence);
  mysql_optionsv(connection, MYSQL_OPT_WRITE_TIMEOUT, &silence);
  mysql_optionsv(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  const unsigned local_files = 0;  // a server must not ask us for files
  mysql_optionsv(connection, MYSQL_OPT_LOCAL_INFILE, &local_files);
  const my_bool encrypt = address.tls != Tls::disable ? 1 : 0;
  const my_bool verify = address.tls == Tls::verify_full ? 1 : 0;
  mysql_optionsv(connection, MYSQL_OPT_SSL_ENFORCE, &encrypt);
  mysql_optionsv(connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
  if (encrypt == 0) return;
  mysql_ssl_set(connection, text_or_null(address.key), text_or_null(address.certificate),
                text_or_null(address.root_certificates), nullptr, nullptr);
}

Result<ConnectionPointer> open(const Address& address) {
  ConnectionPointer connection(mysql_init(nullptr));
  if (!connection) return Error("out of memory");
  set_options(connection.get(), address);
  const bool is_local = !address.socket.empty();
  const std::string host = address.host.empty() ? "localhost" : address.host;
  // The client library takes the name "localhost" for its socket; a port means the network here.
  const unsigned protocol = is_local ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
  mysql_optionsv(connection.get(), MYSQL_OPT_PROTOCOL, &protocol);
  const bool done = mysql_real_connect(connection.get(), is_local ? nullptr : host.c_str(), text_or_null(address.user),
                                       address.password.c_str(), address.database.c_str(),
                                       static_cast<unsigned>(address.port), text_or_null(address.socket), 0) != nullptr;
  if (done) {
    // The client library goes without encryption where the server has none, even when it is told to enforce it.
    const bool needs_tls = address.tls == Tls::require || address.tls == Tls::verify_full;
    if (!needs_tls || mysql_get_ssl_cipher(connection.get()) != nullptr) return connection;
    return database_error("the server does not encrypt, and sslmode asks for it", "28000");
  }
  const unsigned number = mysql_errno(connection.get());
  Error error = error_of(number, mysql_sqlstate(connection.get()), mysql_error(connection.get()));
  // While connecting nothing can be lost.
  if (failure_of(error) == Failure::lost) error.type = "08001";
  return error;
}

}  // namespace

Result<std::unique_ptr<Connection>> connect_mysql(const Address& address) {
  static std::once_flag once;
  std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
  auto opened = open(address);
  if (!opened) return std::move(opened).error();
  auto connection = std::make_unique<Mysql>(std::move(*opened));
  if (auto ready = connection->prepare_session(address); !ready) return ready.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace sailmaker::sql
