#pragma once

#include <string>
#include <vector>

#include "jinja/parser.h"

namespace sailmaker::jinja {

struct Registry;

/// What the resolver learns of a template besides what it writes into its nodes.
struct Resolution {
  std::vector<std::string> undeclared;  ///< names that the context must bring, in order of appearance, globals excluded
  std::vector<std::string> used;        ///< templates with constant names that see the context
  std::vector<std::string> declared;    ///< names that are set anywhere in it
};

/// Completes the nodes: variables get slots, filters and tests are bound. Throws SyntaxFailure.
Resolution resolve(Parsed& parsed, const Registry& registry);

}  // namespace sailmaker::jinja
