#pragma once

#include <string>
#include <string_view>

#include "target/folder.h"

namespace sailmaker::target {

/// A name in the folder `incoming` that nobody else uses.
std::string incoming_name(std::string_view incoming);

/// Writes a file through the folder `incoming`, so that `name` is the old text or the new one at any moment. The folder
/// that holds `name` is not synced.
Result<void> put_file(const Folder& root, std::string_view incoming, const std::string& name, std::string_view text);

}  // namespace sailmaker::target
