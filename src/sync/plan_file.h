#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sync/plan.h"
#include "value/value.h"

namespace sailmaker::sync {

/// A plan as a value: what `plan --out` saves, with everything that applying it needs. The format has a version; do
/// not change what its fields mean.
Value encode(const Plan& plan);

/// Reads encode()'s text back. An error names what is missing or of another version.
Result<Plan> decode_plan(std::string_view json, std::string_view file);

/// The plans of a fleet with several targets, {format: "sailmaker-plans", version, plans: [...]}; a single one of a
/// fleet with one target as encode() has it.
Value encode_all(std::span<const Plan* const> plans);
/// Reads encode_all()'s text, and so encode()'s, back.
Result<std::vector<Plan>> decode_plans(std::string_view json, std::string_view file);

/// A plan as `plan -o json` prints it for people and programs: counts, and for each change action, key, application,
/// name, id, flags and diff; without the bodies.
Value summary(const Plan& plan);
/// The same for several targets: {format, version, summary: of all, targets: [the head of each], changes: [of all, each
/// with `target`, and `moved_to` or `moved_from` where it moves]}; a single one as summary() has it.
Value summary_of_all(std::span<const Plan* const> plans);

}  // namespace sailmaker::sync
