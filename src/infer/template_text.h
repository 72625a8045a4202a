#pragma once

#include <string>
#include <vector>

#include "infer/outline.h"
#include "infer/variables.h"

namespace sailmaker::infer {

/// The template that makes the outline: YAML in Jinja2, with a header that declares the variables that it uses.
std::string template_text(const Outline& outline, const Variables& variables, const std::string& description);

/// The names of the variables that the outline uses.
std::vector<std::string> used_variables(const Outline& outline);

}  // namespace sailmaker::infer
