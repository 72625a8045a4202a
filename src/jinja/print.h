#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "value/map.h"
#include "value/value.h"

namespace sailmaker::jinja {

/// The containers that are being printed, on this thread: one that holds itself is printed as dots inside.
class Opened {
 public:
  explicit Opened(const void* content);
  ~Opened() { all_.pop_back(); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  bool again() const { return again_; }

 private:
  static thread_local std::vector<const void*> all_;
  bool again_;
};

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
