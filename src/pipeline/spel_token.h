#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sailmaker::pipeline {

/// What is wrong with an expression, at a stretch of the text it stands in.
struct SpelError {
  std::string message;     ///< one sentence without a full stop
  std::string hint;        ///< what to do; may be empty
  std::size_t offset = 0;  ///< bytes from the start of the text
  std::size_t length = 1;  ///< bytes, 0 at the text's end
};

/// The tokens of Spring's expression language. `and`, `or`, `matches`, `between`, `instanceof`, `new`, `null`, `true`
/// and `false` are words: whether they mean more depends on where they stand.
enum class SpelTokenKind : std::uint8_t {
  integer,
  long_integer,
  hex_integer,
  hex_long,
  real,
  text,  ///< in single or double quotes
  word,
  left_paren,
  right_paren,
  left_bracket,
  right_bracket,
  left_brace,
  right_brace,
  comma,
  colon,
  hash,
  dot,
  safe_dot,      ///< ?.
  select,        ///< ?[
  select_first,  ///< ^[
  select_last,   ///< $[
  project,       ///< ![
  question,
  elvis,  ///< ?:
  assign,
  plus,
  minus,
  star,
  power,
  increment,
  decrement,
  symbolic_and,
  symbolic_or,
  bean,
  factory_bean,
  // These have a word beside their sign (`div`, `ge`, ...), which may also be a name.
  divide,
  greater_equal,
  greater,
  less_equal,
  less,
  equal,
  not_equal,
  modulo,
  negate,
  end,
};

struct SpelToken {
  SpelTokenKind kind = SpelTokenKind::end;
  bool is_name = false;  ///< letters and digits, so that it may be a part of a qualified name
  std::uint32_t offset = 0;
  std::string_view text;  ///< as written; without `L` and `0x` of numbers
};

}  // namespace sailmaker::pipeline
