#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/value.h"

namespace sailmaker::jinja {

/// Length of the name, float or integer that stands at `at` in `source`; 0 when there is none.
std::size_t scan_name(std::string_view source, std::size_t at);
std::size_t scan_real(std::string_view source, std::size_t at);
std::size_t scan_integer(std::string_view source, std::size_t at);

/// The value of a scanned number.
Value integer_value(std::string_view digits);
double real_value(std::string_view digits);

/// Appends what the literal between quotes means; `newline` stands for each line end inside. False when an escape is
/// broken: then `bad` is its offset in `body`.
bool unescape(std::string_view body, std::string_view newline, std::string& out, std::size_t& bad);

}  // namespace sailmaker::jinja
