#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "cli/fleet_target.h"

namespace sailmaker::cli {

/// What GitHub takes as one comment, with room for a line before and after.
constexpr std::size_t kLongestComment = 65000;

/// The plans for a comment on a pull request: GitHub's Markdown, equal changes folded, at most `limit` bytes. What does
/// not fit is counted in the last lines.
std::string plan_markdown(std::span<const TargetPlan> plans, std::size_t limit = kLongestComment);

}  // namespace sailmaker::cli
