#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/environment.h"

namespace sailmaker::jinja {

enum class TokenKind : std::uint8_t {
  text,
  block_begin,
  block_end,
  variable_begin,
  variable_end,
  name,
  integer,
  real,
  string,
  symbol,  ///< an operator or bracket; the token's text says which
  error,   ///< nothing after it could be read; Lexed::failure says why
  end,
};

/// A piece of the source. `text` is what it says: for a piece of template text what is left after whitespace control.
struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t offset = 0;
  std::string_view text;

  std::uint32_t length() const { return static_cast<std::uint32_t>(text.size()); }
  bool is_symbol(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  bool is_name(std::string_view name) const { return kind == TokenKind::name && text == name; }
};

struct LexFailure {
  std::string message;
  std::uint32_t offset = 0;
  std::uint32_t length = 1;
  std::string hint;
};

struct Lexed {
  std::vector<Token> tokens;  ///< ends with `end` or `error`
  LexFailure failure;
  std::vector<std::uint32_t> dollar_comments;  ///< where a comment begins right after a '$'
};

/// Cuts `source`, whose line ends are all \n, into tokens. The tokens' texts refer to it. A final line end is left out
/// as `options` say.
Lexed lex(std::string_view source, const Options& options);

/// The same for a source that is nothing but an expression, as inside of a tag.
Lexed lex_expression(std::string_view source, const Options& options);

}  // namespace sailmaker::jinja
