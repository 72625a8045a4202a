#pragma once

#include <array>
#include <string>
#include <string_view>

#include "value/places.h"
#include "value/value.h"
#include "yaml/parser.h"

namespace sailmaker::yaml {

/// What a plain scalar stands for.
enum class Meaning : unsigned char {
  text,           ///< itself
  data,           ///< null, a boolean or a number
  merge,          ///< `<<`: merges as a key; as a value it means nothing
  default_value,  ///< `=`: text as a key; as a value it means nothing
  bad_number,     ///< spelled like a number, but it is none: `0x_`, or thousands of digits
};

struct Plain {
  Value value;  ///< the scalar itself where it is no data
  Meaning meaning = Meaning::text;
  bool surprising = false;  ///< a reader may take it for something else; see surprise()
};

namespace detail {
/// What a plain scalar can be, by its first character: most text is decided by this alone.
enum class Start : unsigned char { text, word, number, sign };
extern const std::array<Start, 256> kStarts;
}  // namespace detail

/// True for most text: its first character rules out that it means anything else. Costs next to nothing.
inline bool is_surely_text(std::string_view text) {
  return !text.empty() && detail::kStarts[static_cast<unsigned char>(text[0])] == detail::Start::text;
}

/// Reads a plain scalar as PyYAML's SafeLoader resolves it; timestamps are text.
Plain resolve(std::string_view text);

/// What to say about a scalar that resolve() calls surprising.
Surprise surprise(std::string_view text, const Value& value, Span span);

}  // namespace sailmaker::yaml
