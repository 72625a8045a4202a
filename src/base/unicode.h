#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sailmaker {

/// Number of code points in UTF-8 text; every stray byte counts as one.
std::size_t code_points(std::string_view text);

/// Offset of the first byte that is not well-formed UTF-8 (surrogates and overlong forms included), or npos.
std::size_t find_invalid_utf8(std::string_view text);

/// Appends a code point as UTF-8. Values that are no code point become U+FFFD.
void append_utf8(std::string& out, std::uint32_t code_point);

/// Reads the code point at `position` and moves past it. A malformed byte is taken as U+FFFD, one byte long.
std::uint32_t next_code_point(std::string_view text, std::size_t& position);

}  // namespace sailmaker
