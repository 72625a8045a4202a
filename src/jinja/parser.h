#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "jinja/arena.h"
#include "jinja/ast.h"
#include "jinja/environment.h"

namespace sailmaker::jinja {

/// The nodes of one template with all they refer to.
struct Parsed {
  std::string source;  ///< with \n at all line ends
  Arena arena;
  std::deque<Value> constants;  ///< frozen once parsed
  Unit root;
  std::vector<Block*> blocks;
  std::vector<std::uint32_t> dollar_comments;

  const Value* keep(Value value) { return &constants.emplace_back(std::move(value)); }
};

/// Reads a template. Throws SyntaxFailure.
void parse(Parsed& parsed, const Options& options);
/// Reads a source that is nothing but an expression: the root gets one statement, which evaluates it.
void parse_expression(Parsed& parsed, const Options& options);

}  // namespace sailmaker::jinja
