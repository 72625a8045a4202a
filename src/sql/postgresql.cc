#include "sql/postgresql.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "sql/failure.h"

namespace sailmaker::sql {

namespace {

constexpr Oid kIntegerType = 20;  // int8
constexpr Oid kTextType = 25;
constexpr std::size_t kLargestStatement = 512 << 20;  // the protocol ends at 1 GB
constexpr int kLongestLockWait = 10;                  // seconds

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ConnectionPointer = std::unique_ptr<PGconn, Finish>;
using ResultPointer = std::unique_ptr<PGresult, Clear>;

const char* name_of(Tls tls) {
  switch (tls) {
    case Tls::disable: return "disable";
    case Tls::prefer: return "prefer";
    case Tls::require: return "require";
    case Tls::verify_ca: return "verify-ca";
    case Tls::verify_full: return "verify-full";
  }
  return "prefer";
}

/// The parameters as libpq takes them: in binary, so that texts are neither copied nor quoted.
class Parameters {
 public:
  explicit Parameters(std::span<const Parameter> parameters) : formats_(parameters.size(), 1) {
    integers_.reserve(parameters.size());  // values_ points into it
    types_.reserve(parameters.size());
    values_.reserve(parameters.size());
    lengths_.reserve(parameters.size());
    for (const Parameter& parameter : parameters) {
      const auto* text = std::get_if<std::string_view>(&parameter);
      types_.push_back(text != nullptr ? kTextType : kIntegerType);
      if (text != nullptr) {
        add(text->data() != nullptr ? text->data() : "", text->size());
        continue;
      }
      integers_.push_back(big_endian(std::get<std::int64_t>(parameter)));
      add(integers_.back().data(), integers_.back().size());
    }
  }

  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }
  int count() const { return static_cast<int>(values_.size()); }

 private:
  static std::array<char, 8> big_endian(std::int64_t number) {
    std::array<char, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i)
      bytes[i] = static_cast<char>(static_cast<std::uint64_t>(number) >> (56 - 8 * i));
    return bytes;
  }

  void add(const char* bytes, std::size_t length) {
    values_.push_back(bytes);
    lengths_.push_back(static_cast<int>(length));
  }

  std::vector<std::array<char, 8>> integers_;
  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

Rows rows_of(PGresult* result) {
  const int height = PQntuples(result), width = PQnfields(result);
  std::vector<std::optional<std::string>> cells;
  cells.reserve(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      if (PQgetisnull(result, row, column) != 0) {
        cells.emplace_back();
        continue;
      }
      const auto length = static_cast<std::size_t>(PQgetlength(result, row, column));
      cells.emplace_back(std::in_place, PQgetvalue(result, row, column), length);
    }
  }
  const std::string_view digits = PQcmdTuples(result);
  std::int64_t changed = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), changed);
  return {static_cast<std::size_t>(width), std::move(cells), changed};
}

class Postgresql final : public Connection {
 public:
  explicit Postgresql(ConnectionPointer connection) : connection_(std::move(connection)) {}

  using Connection::execute;
  Kind kind() const override { return Kind::postgresql; }
  bool is_usable() const override { return PQstatus(connection_.get()) == CONNECTION_OK; }
  std::size_t largest_statement() const override { return kLargestStatement; }

  Result<Rows> execute(std::string_view statement, std::span<const Parameter> parameters) override {
    const std::string text = with_numbered_parameters(statement);
    const Parameters bound(parameters);
    const ResultPointer result(PQexecParams(connection_.get(), text.c_str(), bound.count(), bound.types(),
                                            bound.values(), bound.lengths(), bound.formats(), 0));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return rows_of(result.get());
    return error_of(result.get());
  }

 private:
  Error error_of(const PGresult* result) const {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (state == nullptr) {
      // libpq itself gave up: as a rule the connection broke.
      return database_error(PQerrorMessage(connection_.get()), is_usable() ? "" : "08006");
    }
    Error error = database_error(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), state);
    if (const char* hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT); hint != nullptr) error.hint = hint;
    return error;
  }

  ConnectionPointer connection_;
};

/// What failed to connect has no SQLSTATE: libpq gives the server's words only.
Error connect_error(PGconn* connection) {
  const std::string message = PQerrorMessage(connection);
  const auto says = [&](std::string_view part) { return message.find(part) != std::string::npos; };
  const bool is_refusal = says("authentication failed") || says("does not exist") || says("no pg_hba.conf entry") ||
                          says("no password supplied") || says("certificate") || says("SSL");
  return database_error(message, is_refusal ? "28000" : "08001");
}

ConnectionPointer open(const Address& address) {
  const std::string port = std::to_string(address.port);
  const std::string seconds = std::to_string(address.connect_seconds);
  // A network that swallows packets ends the statement a little after its own limit.
  const std::string silence = std::to_string((address.statement_seconds + 15) * 1000);
  std::vector<const char*> names, values;
  const auto add = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    names.push_back(name);
    values.push_back(value.c_str());
  };
  const std::string tls = name_of(address.tls), utf8 = "UTF8", program = "sailmaker", idle = "30";
  add("host", address.host);
  add("port", port);
  add("user", address.user);
  add("password", address.password);
  add("dbname", address.database);
  add("sslmode", tls);
  add("sslrootcert", address.root_certificates);
  add("sslcert", address.certificate);
  add("sslkey", address.key);
  add("connect_timeout", seconds);
  add("tcp_user_timeout", silence);
  add("keepalives_idle", idle);
  add("client_encoding", utf8);
  add("application_name", program);
  names.push_back(nullptr);
  values.push_back(nullptr);
  return ConnectionPointer(PQconnectdbParams(names.data(), values.data(), 0));
}

void ignore_notice(void*, const PGresult*) {}

}  // namespace

std::string with_numbered_parameters(std::string_view statement) {
  std::string out;
  out.reserve(statement.size() + statement.size() / 2);
  int count = 0;
  char quote = 0;
  for (const char c : statement) {
    if (quote == 0 && c == '?') {
      out += "$" + std::to_string(++count);
      continue;
    }
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
    out += c;
  }
  return out;
}

Result<std::unique_ptr<Connection>> connect_postgresql(const Address& address) {
  ConnectionPointer opened = open(address);
  if (PQstatus(opened.get()) != CONNECTION_OK) return connect_error(opened.get());
  PQsetNoticeReceiver(opened.get(), ignore_notice, nullptr);
  auto connection = std::make_unique<Postgresql>(std::move(opened));
  const std::string seconds = std::to_string(address.statement_seconds) + "s";
  const std::string wait = std::to_string(std::min(kLongestLockWait, address.statement_seconds)) + "s";
  auto done = connection->execute(
      "SELECT set_config('default_transaction_isolation', 'read committed', false),"
      " set_config('statement_timeout', ?, false), set_config('lock_timeout', ?, false)",
      {seconds, wait});
  if (done && !address.schema.empty()) {
    done = connection->execute("SELECT set_config('search_path', quote_ident(?), false)", {address.schema});
  }
  if (!done) return done.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace sailmaker::sql
