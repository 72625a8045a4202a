#pragma once

#include "jinja/ast.h"

namespace sailmaker::jinja {

/// The names that mean something of their own where a macro, a loop, a block or a template reads them.
struct SpecialNames {
  bool caller = false, varargs = false, kwargs = false;  ///< in a macro
  bool loop = false;                                     ///< in the body of a loop
  bool self = false, super = false;                      ///< in a block; `self` also outside of all blocks
};

/// Which of them a body reads, as Jinja2's compiler finds it out: node by node, macros and loops inside it included and
/// blocks not. What reads a name after any node has assigned to it, or has a parameter of that name, does not count,
/// whatever scope that is in.
SpecialNames special_names_of(Body body);

/// Whether a scoped block stands anywhere in a loop, which gives all of the loop a `loop`.
bool has_scoped_block(const For& loop);

}  // namespace sailmaker::jinja
