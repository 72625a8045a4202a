#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"
#include "base/source.h"
#include "fleet/model.h"
#include "value/path.h"

namespace sailmaker::generate {

/// The place of text[offset, offset + length) in the file, where `text` is what the scalar at `path` of the origin
/// says. The place of the whole scalar where the YAML writes those characters in another way.
Source place_in_scalar(const fleet::Origin& origin, const Path& path, std::string_view text, std::size_t offset,
                       std::size_t length);

/// The error of a text that stands in such a scalar, its places in `name` moved to the file.
Error move_to_scalar(Error error, std::string_view name, const fleet::Origin& origin, const Path& path,
                     std::string_view text);

}  // namespace sailmaker::generate
