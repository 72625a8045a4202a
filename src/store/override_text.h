#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "fleet/key.h"
#include "value/value.h"

namespace sailmaker::store {

// The overrides of a pipeline in the text of its microservice's file. Everything else of the text stays as it is; where
// that cannot be had, the answer is an error (yaml/edit.h). `file` names the text in errors.

/// The text with the override; null takes the part out. An override of the same path gets the new value.
Result<std::string> with_override(std::string_view text, std::string_view file, const fleet::Key& key,
                                  const std::string& path, const Value& value);

/// The text without the override, as it is when there is none.
Result<std::string> without_override(std::string_view text, std::string_view file, const fleet::Key& key,
                                     const std::string& path);

}  // namespace sailmaker::store
