#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "value/value.h"

namespace sailmaker::cli {

/// Chooses stored pipelines, whoever wrote them: `text` is an application, APPLICATION/NAME (both with globs), or a
/// selector of keys for those that carry Sailmaker's mark. An empty text chooses all and gives an empty function.
Result<std::function<bool(const Value& pipeline)>> stored_selector(const std::string& text);

}  // namespace sailmaker::cli
