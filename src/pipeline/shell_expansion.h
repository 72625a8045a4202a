#pragma once

#include <string_view>

namespace sailmaker::pipeline {

/// Whether a text holds a ${...} that a shell understands and Spring does not: ${NAME:-x}, ${NAME##*/}, ${LIST[@]}.
bool holds_shell_expansion(std::string_view text);

}  // namespace sailmaker::pipeline
