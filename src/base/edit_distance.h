#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sailmaker {

/// The candidate that `name` was probably meant to be, or an empty string when none is near enough:
/// at most a third of its letters changed, inserted, removed or swapped with a neighbour. Case differences cost
/// nothing.
std::string nearest(std::string_view name, std::span<const std::string> candidates);

/// "did you mean 'x'?" for the nearest candidate; empty when there is none.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

}  // namespace sailmaker
