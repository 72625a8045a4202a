#include "sql/failure.h"

namespace sailmaker::sql {

namespace {

struct Row {
  std::string_view state;  // a whole SQLSTATE, or its class
  Failure failure;
};

// The first that fits counts, so a state stands before its class.
constexpr Row kStates[] = {
    {"08001", Failure::unreachable},  // cannot connect
    {"08004", Failure::unreachable},  // MySQL: too many connections
    {"08", Failure::lost},           {"22", Failure::data},
    {"23", Failure::data},           {"25006", Failure::denied},  // read-only
    {"28", Failure::refused},        {"3D", Failure::refused},    // no such database
    {"3F", Failure::missing},                                     // no such schema
    {"40", Failure::conflict},       {"42501", Failure::denied},
    {"42P01", Failure::missing},  // no such table
    {"42703", Failure::missing},  // no such column
    {"42S02", Failure::missing},     {"42S22", Failure::missing},
    {"53", Failure::unreachable},                                      // out of connections, memory, disk
    {"54", Failure::too_large},      {"55P03", Failure::conflict},     // a lock not got in time
    {"57014", Failure::timeout},     {"57P03", Failure::unreachable},  // starting up
    {"57", Failure::lost},                                             // shut down
};

}  // namespace

Error database_error(const std::string& message, std::string_view sqlstate) {
  // Several lines become one.
  std::string line;
  for (const char c : message) {
    const char next = c == '\n' || c == '\t' ? ' ' : c;
    if (next != ' ' || !line.ends_with(' ')) line += next;
  }
  while (line.ends_with(' ') || line.ends_with('.')) line.pop_back();
  Error error(std::move(line));
  error.type = sqlstate;
  return error;
}

Failure failure_of(const Error& error) {
  for (const Row& row : kStates) {
    if (error.type.size() == 5 && error.type.starts_with(row.state)) return row.failure;
  }
  return Failure::other;
}

bool can_try_again(Failure failure) { return failure == Failure::conflict || failure == Failure::unreachable; }

}  // namespace sailmaker::sql
