#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "sql/address.h"

namespace sailmaker::sql {

/// A value for a `?` of a statement. Texts are UTF-8 and live until the call returns.
using Parameter = std::variant<std::int64_t, std::string_view>;

/// What a statement gave back: its rows, or how many it changed.
class Rows {
 public:
  Rows() = default;
  Rows(std::size_t width, std::vector<std::optional<std::string>> cells, std::int64_t changed)
      : width_(width), cells_(std::move(cells)), changed_(changed) {}

  std::size_t size() const { return width_ == 0 ? 0 : cells_.size() / width_; }
  bool is_null(std::size_t row, std::size_t column) const { return !cell(row, column); }
  /// Empty for NULL.
  std::string_view text(std::size_t row, std::size_t column) const {
    return cell(row, column) ? std::string_view(*cell(row, column)) : std::string_view();
  }
  /// The text, moved out; the cell is empty afterwards.
  std::string take(std::size_t row, std::size_t column);
  /// 0 for NULL, and for what is no integer.
  std::int64_t integer(std::size_t row, std::size_t column) const;
  /// Rows that were inserted, updated or deleted. Of an "insert, or change nothing": those inserted.
  std::int64_t changed() const { return changed_; }

 private:
  const std::optional<std::string>& cell(std::size_t row, std::size_t column) const {
    return cells_[row * width_ + column];
  }

  std::size_t width_ = 0;
  std::vector<std::optional<std::string>> cells_;
  std::int64_t changed_ = 0;
};

/// One session with a database, for one thread at a time: UTF-8, READ COMMITTED, values that do not fit are errors.
/// Errors are those of failure.h.
class Connection {
 public:
  virtual ~Connection() = default;

  virtual Kind kind() const = 0;
  /// Runs one statement, whose parameters stand as `?`.
  virtual Result<Rows> execute(std::string_view statement, std::span<const Parameter> parameters = {}) = 0;
  Result<Rows> execute(std::string_view statement, std::initializer_list<Parameter> parameters) {
    return execute(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
  }
  /// False once the connection broke; it is of no use then.
  virtual bool is_usable() const = 0;
  /// How many bytes a statement with its parameters may have.
  virtual std::size_t largest_statement() const = 0;
};

/// Opens a session within the address's time limit.
Result<std::unique_ptr<Connection>> connect(const Address& address);

}  // namespace sailmaker::sql
