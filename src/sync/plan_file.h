#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sync/plan.h"
#include "value/value.h"

namespace sailmaker::sync {

/// A plan as a value: what `plan --out` saves, with everything that applying it needs. The format has a version; do
/// not change what its fields mean.
Value encode(const Plan& plan);

/// Reads encode()'s text back. An error names what is missing or of another version.
Result<Plan> decode_plan(std::string_view json, std::string_view file);

/// A plan as `plan -o json` prints it for people and programs: counts, and for each change action, key, application,
/// name, id, flags and diff; without the bodies.
Value summary(const Plan& plan);

}  // namespace sailmaker::sync
