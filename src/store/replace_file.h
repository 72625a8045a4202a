#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sailmaker::store {

/// Puts `text` into folder/name in place of `before`, which read_text() gave: the whole new text or the old one is
/// there at any moment. The file keeps its permissions, and a link stays one. An error when somebody changed the file
/// meanwhile; then nothing was written.
Result<void> replace_file(const std::filesystem::path& folder, const std::string& name, std::string_view before,
                          std::string_view text);

}  // namespace sailmaker::store
