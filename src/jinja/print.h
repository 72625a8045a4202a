#pragma once

#include <string>
#include <string_view>

#include "value/map.h"
#include "value/value.h"

namespace sailmaker::jinja {

/// Appends what Python's str() and repr() give. Undefined prints as nothing and "Undefined"; whether it may be printed
/// at all is the caller's question. Throws TooDeep.
void append_str(std::string& out, const Value& value);
void append_repr(std::string& out, const Value& value, int depth = 0);
void append_repr_map(std::string& out, const Map& map, int depth);
void append_repr_text(std::string& out, std::string_view text);

std::string to_str(const Value& value);
std::string to_repr(const Value& value);

/// Appends `text` with & < > ' " as HTML has them.
void append_escaped(std::string& out, std::string_view text);

}  // namespace sailmaker::jinja
