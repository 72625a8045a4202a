#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"

namespace sailmaker::yaml {

/// What libyaml found wrong, in its words. Offsets are bytes.
struct SyntaxProblem {
  std::string_view what;
  std::string_view context;        ///< "while scanning ..."; may be empty
  std::size_t offset = 0;          ///< where it noticed
  std::size_t context_offset = 0;  ///< where the thing around it began
};

/// What to do where braces of a template stand in YAML.
constexpr std::string_view kTemplateHint =
    "a template's '{{' or '{%' was left in the text; put it in quotes if it is meant as text";

/// The error in our words: what is wrong, where it most likely is, and what to do.
Error syntax_error(const SyntaxProblem& problem, std::string_view text, std::string_view file);

}  // namespace sailmaker::yaml
