#pragma once

#include <string_view>

#include "jinja/ast.h"

namespace sailmaker::jinja {

/// Which member of `loop` the name is; `none` when it is no such member.
LoopMember find_loop_member(std::string_view name);

}  // namespace sailmaker::jinja
