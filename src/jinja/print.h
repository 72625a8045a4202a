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
/// The elements of a list or tuple in its brackets.
void append_repr_items(std::string& out, const List& items, char open, char close, int depth);
void append_repr_text(std::string& out, std::string_view text);

std::string to_str(const Value& value);
std::string to_repr(const Value& value);
/// What ascii() gives: repr() with escapes for all that is not ASCII.
std::string to_ascii(const Value& value);

/// Where the next of & < > ' " stands from `start` on; the size when there is none.
std::size_t find_special(std::string_view text, std::size_t start);
/// How HTML writes one of them.
std::string_view entity_of(char special);

/// Appends `text` with & < > ' " as HTML has them.
template <typename Out>
void append_escaped(Out& out, std::string_view text) {
  for (std::size_t start = 0;;) {
    const std::size_t special = find_special(text, start);
    out.append(text.substr(start, special - start));
    if (special == text.size()) return;
    out.append(entity_of(text[special]));
    start = special + 1;
  }
}

}  // namespace sailmaker::jinja
