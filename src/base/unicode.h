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

/// next_code_point() for one that is no ASCII.
std::uint32_t next_wide_code_point(std::string_view text, std::size_t& position);
/// Reads the code point at `position` and moves past it. A malformed byte is taken as U+FFFD, one byte long.
inline std::uint32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(text[position]);
  if (lead >= 0x80) return next_wide_code_point(text, position);
  ++position;
  return lead;
}

/// How many bytes at the beginning are ASCII.
std::size_t ascii_prefix(std::string_view text);

}  // namespace sailmaker
