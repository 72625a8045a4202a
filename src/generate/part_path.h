#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "value/value.h"

namespace sailmaker::generate {

/// The part of a pipeline at a path that a person wrote: `stages[0].type`; items by number, or by name as a plan shows
/// them: `stages[deploy].account`. `[*]` is the list of what follows it in every item. Nothing where the path leads
/// nowhere; an error for what is no path.
Result<std::optional<Value>> part_at(const Value& pipeline, std::string_view path);

}  // namespace sailmaker::generate
