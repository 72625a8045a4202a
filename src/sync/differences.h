#pragma once

#include <vector>

#include "diff/diff.h"
#include "value/value.h"

namespace sailmaker::sync {

/// What a plan shows of an update: the differences from the stored pipeline, as it is compared, to the one to write.
/// The mark is left out: it always follows from the rest.
std::vector<diff::Change> differences_of(const Value& before, const Value& after);

/// A pipeline as a plan shows it, from its JSON: without the mark. Null for an empty text.
Value shown(const std::string& body);

}  // namespace sailmaker::sync
