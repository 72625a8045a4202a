#pragma once

#include <string_view>
#include <vector>

#include "diff/diff.h"
#include "value/value.h"

namespace sailmaker::diff {

/// Carries out `changes` on `before`, by their paths alone: what compare() promises is that this gives `after`, but for
/// the order of keys.
Value carry_out(const Value& before, const std::vector<Change>& changes);

/// A small identity for pipelines: what the tests hand in.
std::string name_item(const Path& list, const Value& item);

/// A value from JSON text; the test fails when it is none.
Value from_json(std::string_view text);

}  // namespace sailmaker::diff
