#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace sailmaker::store {

/// The text of folder/name, UTF-8 and without a byte order mark. Errors name `name`: no regular file, not readable,
/// more than 16 MB, no UTF-8 (with the place of the first wrong byte).
Result<std::string> read_text(const std::filesystem::path& folder, const std::string& name);

}  // namespace sailmaker::store
