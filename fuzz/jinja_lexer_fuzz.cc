// Any text is cut into tokens that stand in it, in order, each where it says.

#include <algorithm>
#include <cstdlib>

#include "fuzz/jinja_options.h"
#include "jinja/lexer.h"

using namespace sailmaker;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  JinjaInput input = jinja_input(data, size);
  std::replace(input.source.begin(), input.source.end(), '\r', '\n');  // which the lexer is promised
  for (const bool expression : {false, true}) {
    const jinja::Lexed lexed =
        expression ? jinja::lex_expression(input.source, input.options) : jinja::lex(input.source, input.options);
    if (lexed.tokens.empty()) std::abort();
    const jinja::TokenKind last = lexed.tokens.back().kind;
    if (last != jinja::TokenKind::end && last != jinja::TokenKind::error) std::abort();
    if (last == jinja::TokenKind::error && lexed.failure.message.empty()) std::abort();
    std::size_t before = 0;
    for (const jinja::Token& token : lexed.tokens) {
      if (token.offset < before || token.offset + token.text.size() > input.source.size()) std::abort();
      if (input.source.compare(token.offset, token.text.size(), token.text) != 0) std::abort();
      before = token.offset;
    }
  }
  return 0;
}
