#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "diff/diff.h"

namespace sailmaker::diff {

/// The difference for people: the new document's outline with `+`, `-` and `~` before what was added, removed and
/// changed; what did not change is folded ("# 12 unchanged"); each list item shows its name. The mark is each line's
/// first character behind `indent` blanks. Ends with a newline; empty when nothing differs. A null document is none.
std::string to_text(const Value& before, const Value& after, const Identity& identity, Color color = Color::no,
                    int indent = 0);

/// The same, of documents that are compared already.
std::string to_text(const Comparison& comparison, Color color = Color::no, int indent = 0);

/// A unified diff (as `diff -u`, `context` lines around) of both documents as YAML, keys of the old document in the
/// order of the new one so that only what differs shows. `patch` reads it. Empty when nothing differs.
/// A null document is an empty text.
std::string to_unified(const Value& before, const Value& after, std::string_view before_name,
                       std::string_view after_name, Color color = Color::no, int context = 3);

/// The same of any two texts, line by line.
std::string to_unified_text(std::string_view before, std::string_view after, std::string_view before_name,
                            std::string_view after_name, Color color = Color::no, int context = 3);

/// A list of {action, path, old_path, label, before, after}: old_path only where it differs from path, before and after
/// only where there is one (a null that was there is there).
Value to_value(const std::vector<Change>& changes);

/// The changed paths in YAML, each with old and new value: a list of {change: stages[deploy].account, old: a, new: b};
/// instead of `change` also `add`, `remove` or `move`, the last with the places `from` and `to`. Empty for no changes.
std::string to_paths(const std::vector<Change>& changes);

}  // namespace sailmaker::diff
