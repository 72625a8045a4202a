#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "value/value.h"

namespace sailmaker::sync {

/// Reads the fields of a map that we wrote ourselves, one after another, and keeps the first mistake. What is missing
/// or of another kind reads as empty.
class JsonFields {
 public:
  /// `where` begins the message: "today.plan: changes[3]".
  JsonFields(const Value& map, std::string where) : map_(map), where_(std::move(where)) {}

  std::string text(std::string_view key);
  std::optional<std::string> text_or_null(std::string_view key);
  std::int64_t integer(std::string_view key);
  /// An integer that counts things.
  std::size_t count(std::string_view key);
  bool boolean(std::string_view key);
  const List& list(std::string_view key);

  const std::optional<Error>& error() const { return error_; }

 private:
  void fail(std::string_view key, std::string_view kind);

  const Value& map_;
  std::string where_;
  std::optional<Error> error_;
};

}  // namespace sailmaker::sync
