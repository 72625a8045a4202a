#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sailmaker::store {

/// The YAML of a template's header, `{#--- ... ---#}` at its very start, with blanks for what stands before it, so that
/// places in it are places in the file; nothing when the template has none. A header that is not closed, or with an
/// ordinary comment's end, is an error.
Result<std::optional<std::string>> header_of(std::string_view text, std::string_view file);

}  // namespace sailmaker::store
