#include "sql/connection.h"

#include <charconv>

#include "sql/mysql.h"
#include "sql/postgresql.h"

namespace sailmaker::sql {

std::string Rows::take(std::size_t row, std::size_t column) {
  std::optional<std::string>& cell = cells_[row * width_ + column];
  return cell ? std::move(*cell) : std::string();
}

std::int64_t Rows::integer(std::size_t row, std::size_t column) const {
  const std::string_view digits = text(row, column);
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return failure == std::errc() && end == digits.data() + digits.size() ? value : 0;
}

Result<std::unique_ptr<Connection>> connect(const Address& address) {
  return address.kind == Kind::postgresql ? connect_postgresql(address) : connect_mysql(address);
}

}  // namespace sailmaker::sql
