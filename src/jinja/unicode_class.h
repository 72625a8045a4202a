#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sailmaker::jinja {

/// What Python's str methods ask of a code point, by the Unicode tables of Python 3.11.
bool is_space(std::uint32_t c);
bool is_alphabetic(std::uint32_t c);
bool is_decimal(std::uint32_t c);
bool is_digit(std::uint32_t c);  ///< superscripts, too
bool is_numeric(std::uint32_t c);
bool is_alphanumeric(std::uint32_t c);
bool is_word(std::uint32_t c);  ///< what \w matches
bool is_name_start(std::uint32_t c);
bool is_name_part(std::uint32_t c);
bool is_upper(std::uint32_t c);
bool is_lower(std::uint32_t c);
bool is_title(std::uint32_t c);
bool is_printable(std::uint32_t c);
/// 0 to 9 for a decimal digit of any script, else -1.
int decimal_value(std::uint32_t c);

// Python's str methods of these names: one character can become several, and a sigma looks at its neighbours.
std::string upper(std::string_view text);
std::string lower(std::string_view text);
std::string casefold(std::string_view text);
std::string swapcase(std::string_view text);
std::string titlecase(std::string_view text);
/// First character in title case, the rest lower.
std::string capitalize(std::string_view text);

/// Bytes of white space at the end or start of `text`.
std::size_t trailing_space(std::string_view text);
std::size_t leading_space(std::string_view text);
std::string_view strip(std::string_view text);

bool is_ascii(std::string_view text);
/// Where the code point before `end` starts.
std::size_t previous_start(std::string_view text, std::size_t end);

}  // namespace sailmaker::jinja
