#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sailmaker::target {

/// What follows the marker `text` (a last-modified.json, empty where there is none): the time `now`, in milliseconds
/// since 1970, but later than the marker in any case. A marker that cannot be read counts as 0, as for Front50.
std::int64_t next_marker(std::string_view text, std::int64_t now);

/// {"lastModified":1700000000000}
std::string marker_text(std::int64_t milliseconds);

}  // namespace sailmaker::target
