#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "diff/diff.h"

namespace sailmaker::diff {

/// The difference for people: the new document's outline with `+`, `-` and `~` before what was added, removed and
/// changed; what did not change is folded ("# 12 unchanged"); each list item shows its name. Ends with a newline.
std::string to_text(const Value& before, const Value& after, const Identity& identity, Color color = Color::no,
                    int indent = 0);

/// A unified diff (as `diff -u`, `context` lines around) of both documents as YAML, keys of the old document in the
/// order of the new one so that only what differs shows. `patch` reads it. Empty when nothing differs.
std::string to_unified(const Value& before, const Value& after, std::string_view before_name,
                       std::string_view after_name, Color color = Color::no, int context = 3);

/// A list of {action, path, label, before, after}; before or after is left out where there is none.
Value to_value(const std::vector<Change>& changes);

/// The changed paths in YAML, each with old and new value.
std::string to_paths(const std::vector<Change>& changes);

}  // namespace sailmaker::diff
