#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sailmaker::fleet {

/// Why `name` cannot be the name of a product, team, service, stack or template: "is empty", "holds a '/'", ...;
/// empty when it can. Names are parts of keys, so they hold nothing that keys and selectors give a meaning.
std::string name_problem(std::string_view name);

/// True for what a template can write as a variable: letters, digits and '_', no digit first.
bool is_variable_name(std::string_view name);

/// The names every template has beside its variables, and that variables must therefore not take.
std::span<const std::string> standard_names();
bool is_standard_name(std::string_view name);

/// Why Spinnaker would not take `name` for the name of an application; empty when it does.
std::string application_name_problem(std::string_view name);

}  // namespace sailmaker::fleet
