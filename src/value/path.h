#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "value/value.h"

namespace sailmaker {

/// One step down into a value: a key of a map or an index of a list.
using PathStep = std::variant<std::string, std::size_t>;

/// The way from a value's root to one of its parts. Empty: the root itself.
using Path = std::vector<PathStep>;

/// "stages[2].account"; keys that are not plain words stand as ["a.b"]. The root prints as "".
std::string to_string(const Path& path);

/// The part at `path`, or nullptr when there is none.
const Value* find(const Value& root, const Path& path);

}  // namespace sailmaker
