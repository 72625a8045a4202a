#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "fleet/decode.h"
#include "fleet/model.h"

namespace sailmaker::store {

/// Reads YAML with places; null, with a finding, after an error. With `header`, that is what is read, and `text` the
/// file that it begins.
std::shared_ptr<const fleet::Origin> parse_origin(std::string name, std::string text, const std::string* header,
                                                  fleet::Findings& findings);

/// The same for the file folder/name.
std::shared_ptr<const fleet::Origin> read_origin(const std::filesystem::path& folder, const std::string& name,
                                                 fleet::Findings& findings);

}  // namespace sailmaker::store
