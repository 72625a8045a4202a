#pragma once

#include <functional>

#include "jinja/ast.h"

namespace sailmaker::jinja {

/// Calls `visit` for each operand of an expression, in the order of the source; not for what these are made of.
void for_each_operand(const Expr& expr, const std::function<void(const Expr&)>& visit);

/// The parts of a statement: its own expressions, then the statements inside.
void for_each_part(const Stmt& stmt, const std::function<void(const Expr&)>& expression,
                   const std::function<void(const Stmt&)>& statement);

}  // namespace sailmaker::jinja
