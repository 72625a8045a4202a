#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "jinja/parser.h"

namespace sailmaker::jinja {

/// A variable that a unit has where an error stands.
struct ScopeName {
  const Unit* unit;
  const Value* name;
  std::uint16_t slot;
};

/// The variables of the scopes around an offset of the template, outermost first; among them such as may not be set.
/// Slow: for errors.
std::vector<ScopeName> names_in_scope(const Parsed& parsed, std::uint32_t offset);

}  // namespace sailmaker::jinja
