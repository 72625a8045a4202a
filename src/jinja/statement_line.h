#pragma once

#include <cstdint>
#include <string_view>

#include "jinja/ast.h"
#include "jinja/parser.h"

namespace sailmaker::jinja {

/// Where Jinja2 says an error in `stmt` is, whose own place is `offset`: it knows lines of statements, and of the
/// expressions that are printed, but not of their parts. The result is an offset in `source`.
std::uint32_t reported_offset(const Stmt& stmt, std::string_view source, std::uint32_t offset);

/// Where Jinja2 says an error is that comes before the statements of the function which it makes of a template or
/// block: where the innermost block around `offset` begins, else 0.
std::uint32_t begin_of_function(const Parsed& parsed, std::uint32_t offset);

}  // namespace sailmaker::jinja
