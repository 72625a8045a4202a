#pragma once

#include <optional>
#include <string_view>

#include "value/value.h"

namespace sailmaker::yaml {

/// Longest number that is read, in characters: as many as Python turns into an integer.
constexpr std::size_t kLongestNumber = 4300;

/// Whether a plain scalar is an integer for YAML 1.1 as PyYAML spells it: 0b1, 017, 0x1F, 1_000, 1:30, -12.
bool looks_like_integer(std::string_view text);

/// The same for real numbers: a point is needed, an exponent needs its sign. 1.5, .5, 1.0e+3, 1:30.5, -.inf, .NaN.
bool looks_like_real(std::string_view text);

/// The integer that `text` spells, of any size; also for texts that only an explicit !!int makes one.
/// Nothing when it is none, or longer than kLongestNumber.
std::optional<Value> to_integer(std::string_view text);

/// The same for real numbers and !!float.
std::optional<Value> to_real(std::string_view text);

}  // namespace sailmaker::yaml
