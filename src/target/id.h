#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"

namespace sailmaker::target {

/// As long as a file name and as Front50's SQL columns.
constexpr std::size_t kLongestId = 255;

/// Whether `id` can name a stored pipeline. Ids are mostly UUIDs, but stores hold others, and those must be seen too.
/// Refused is what would lead to another place or what Spinnaker would not find again: the empty id, upper-case letters
/// (Front50 reads in lower case), a leading dot, '/' and '\', control characters, blanks at the ends, bytes that are no
/// UTF-8, more than kLongestId bytes, and "last-modified.json", which is the marker's.
Result<void> check_id(std::string_view id);

}  // namespace sailmaker::target
