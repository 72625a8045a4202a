#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"

namespace sailmaker::jinja {

class SourceMap;

/// A place of a template that wrote a part of a text.
struct Writer {
  Source source;
  std::vector<Frame> trace;  ///< the way there, innermost first, as SourceMap::Origin has it
  /// What its expression is made of, step by step: "parameter 'tag' is given at", "'version' is set at".
  std::vector<Frame> steps;
  std::vector<std::string> variables;  ///< the names of the context that it comes to; each once, as they appear
  /// The conditions and loops that it stands in, innermost first, those around the calls of macros included: "only if",
  /// "only if not", "once for each of", with the place of the expression.
  std::vector<Frame> conditions;
  std::vector<std::string> condition_variables;  ///< the names of the context that these come to
};

/// Everything that wrote text[begin, begin + length) of the output that `map` belongs to, in its order, each place
/// once. Variables are those that the expressions name, followed through `set`, loops, the arguments of macros and what
/// templates import; those of the conditions around are kept apart.
std::vector<Writer> writers(const SourceMap& map, std::size_t begin, std::size_t length);

}  // namespace sailmaker::jinja
