#pragma once

#include <string>

#include "cli/commands.h"

namespace sailmaker::cli {

/// `sailmaker --help`: what the program is for, and the commands.
std::string general_help();

/// `sailmaker COMMAND --help`.
std::string command_help(const Command& command);

/// "plan [SELECTOR] [options]"
std::string usage_line(const Command& command);

/// Text wrapped at `width` columns, every line after `indent` blanks but the first, which continues a line.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 100);

}  // namespace sailmaker::cli
