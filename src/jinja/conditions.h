#pragma once

#include <cstdint>
#include <vector>

#include "jinja/ast.h"

namespace sailmaker::jinja {

struct Parsed;

/// A statement around a place that decides whether, or how often, what stands there is written.
struct Condition {
  enum class Kind : std::uint8_t {
    holds,  ///< `if`, `elif`, or the filter of a loop
    fails,  ///< the place is in the `else` of this test
    loop,   ///< once for each item of the expression
  };
  Kind kind;
  const Expr* expr;
};

/// The conditions and loops around a place of the template, outermost first. For questions that are asked seldom: looks
/// at every statement. What it returns points into the template.
std::vector<Condition> conditions_at(const Parsed& parsed, std::uint32_t offset);

}  // namespace sailmaker::jinja
