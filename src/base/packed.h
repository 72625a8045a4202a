#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sailmaker {

/// `text` compressed (zlib) and written as base64, so that it can be kept wherever text can.
std::string pack(std::string_view text);

/// The text that pack() was given. An error when this is not whole, or when it would be longer than `limit` bytes.
Result<std::string> unpack(std::string_view packed, std::size_t limit);

}  // namespace sailmaker
