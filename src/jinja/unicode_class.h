#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sailmaker::jinja {

/// What Python's str methods ask of a code point, from the C library's Unicode tables (no locale of the process).
bool is_space(std::uint32_t c);
bool is_alphabetic(std::uint32_t c);
bool is_digit(std::uint32_t c);
bool is_word(std::uint32_t c);  ///< a letter, a digit or '_': what \w matches
bool is_upper(std::uint32_t c);
bool is_lower(std::uint32_t c);
bool is_printable(std::uint32_t c);
std::uint32_t to_upper(std::uint32_t c);
std::uint32_t to_lower(std::uint32_t c);

std::string upper(std::string_view text);
std::string lower(std::string_view text);
/// First character upper, the rest lower.
std::string capitalize(std::string_view text);

/// Bytes of white space at the end or start of `text`.
std::size_t trailing_space(std::string_view text);
std::size_t leading_space(std::string_view text);
std::string_view strip(std::string_view text);

bool is_ascii(std::string_view text);
/// Where the code point before `end` starts.
std::size_t previous_start(std::string_view text, std::size_t end);

}  // namespace sailmaker::jinja
