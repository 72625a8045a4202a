#pragma once

#include <string>
#include <string_view>

namespace sailmaker::cli {

/// One sentence about a rule (Finding::rule), for programs that show findings by rule.
std::string rule_text(std::string_view rule);

}  // namespace sailmaker::cli
