#pragma once

#include <cstdint>
#include <string_view>

#include "value/value.h"

namespace sailmaker::jinja {

/// Python's float(text) and int(text, base); false where those raise ValueError.
bool parse_real(std::string_view text, double& number);
bool parse_integer(std::string_view text, std::int64_t base, Value& number);

}  // namespace sailmaker::jinja
