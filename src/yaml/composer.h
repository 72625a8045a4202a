#pragma once

#include <string_view>

#include "base/result.h"
#include "yaml/parser.h"

namespace sailmaker::yaml {

/// The contract of parse(), by libyaml: all of YAML 1.1, and the one who knows what is wrong with a text.
Result<Document> compose(std::string_view text, std::string_view file, const Options& options);

}  // namespace sailmaker::yaml
