#include "target/record_name.h"

#include <algorithm>
#include <string>

namespace sailmaker::target {

namespace {

constexpr std::size_t kLongestName = 100;

bool is_fit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; }

}  // namespace

Result<void> check_record_name(std::string_view name) {
  const bool good = !name.empty() && name.size() <= kLongestName && name.front() != '.' &&
                    std::all_of(name.begin(), name.end(), is_fit);
  if (good) return {};
  return Error("'" + std::string(name.substr(0, kLongestName)) + "' cannot name a record")
      .with_hint("names are 1 to 100 of a-z, 0-9, '-', '_' and '.', and do not begin with a dot");
}

}  // namespace sailmaker::target
