#pragma once

#include "jinja/ast.h"

namespace sailmaker::jinja {

/// What a macro is given besides its parameters, because its body reads these names.
struct MacroExtras {
  bool caller = false;
  bool varargs = false;
  bool kwargs = false;
};

/// As Jinja2's compiler finds them in a macro's body: node by node, macros inside it included and blocks not. What
/// reads a name after any node has assigned to it, or has a parameter of that name, no longer counts, whatever scope
/// that is in.
MacroExtras extras_of(Body body);

}  // namespace sailmaker::jinja
