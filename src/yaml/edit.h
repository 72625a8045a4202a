#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::yaml {

// Changes to a YAML text that a person wrote: comments, order, blank lines and the style of everything else stay as
// they are, to the byte. Each result was read again and means exactly what the old text meant with the change; where
// that cannot be had (an alias, a merge, a key in an unusual form), the answer is an error and nothing else. `file`
// names the text in errors.

/// The text with `value` at `path`. Maps that are missing on the way are made; null counts as an empty map; new entries
/// stand last in theirs. What is written inside braces stays there, unless its line became too long to read.
Result<std::string> put(std::string_view text, std::string_view file, const Path& path, const Value& value);

/// The text without the entry or item at `path`, comments beside it included; as it is when there is none. A map or
/// list that loses its last entry stays, empty.
Result<std::string> without(std::string_view text, std::string_view file, const Path& path);

}  // namespace sailmaker::yaml
