#pragma once

#include <string>

#include "fleet/layers.h"
#include "value/value.h"

namespace sailmaker::cli {

/// Where a variable comes from, for programs.
Value explanation_value(const fleet::Explanation& explanation);

/// For people: "NAME = VALUE", the layer that sets it, and what it hides; names are filled up to `width`, and each line
/// begins after `indent` blanks.
std::string explanation_text(const fleet::Explanation& explanation, std::size_t width, std::size_t indent = 0);

/// A value in one line that is not too long.
std::string short_text(const Value& value);

}  // namespace sailmaker::cli
