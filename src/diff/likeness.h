#pragma once

#include <cstdint>

#include "value/value.h"

namespace sailmaker::diff {

/// How much two parts have in common, from 0 (nothing) to 1 (all): the share of their scalars that are equal under the
/// same keys. Longer texts count more, as two parts seldom share them by chance. Only the first hundred or so scalars
/// are looked at, so that the cost is bounded.
double likeness(const Value& a, const Value& b);

/// A hash of the whole content. Identical values have equal hashes, whatever the order of their keys.
std::uint64_t content_hash(const Value& value);

}  // namespace sailmaker::diff
