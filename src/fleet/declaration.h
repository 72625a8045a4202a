#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fleet/model.h"

namespace sailmaker::fleet {

/// The type that a header calls `name`: string, integer, number, boolean, list, map or any.
std::optional<VariableType> parse_type(std::string_view name);
/// "a string", "a map", ...
std::string_view to_string(VariableType type);

/// Whether a value is of the type. An integer is a number too; null is of type any only.
bool fits(VariableType type, const Value& value);

/// What is wrong with the value, and what to do; nothing when it fits type and choices.
struct Misfit {
  std::string message;  ///< "'replicas' must be an integer, but `'3'` is text"
  std::string hint;     ///< may be empty
};
/// `written` is the value as it stands in its file, empty when unknown.
std::optional<Misfit> misfit(const VariableDeclaration& declaration, const Value& value, std::string_view written);

}  // namespace sailmaker::fleet
