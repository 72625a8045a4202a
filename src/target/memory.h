#pragma once

#include <cstdint>
#include <memory>

#include "target/target.h"

namespace sailmaker::target {

/// A target in memory with every feature of the contract; for tests of whoever uses targets. Its listing knows
/// versions, as a bucket's does.
std::unique_ptr<Target> make_memory();

/// The marker that publish() moves in a target of make_memory(), 0 before the first time. Nothing else is accepted.
std::int64_t marker_of(const Target& memory);
/// Sets that marker, as somebody else's publish() does.
void set_marker_of(Target& memory, std::int64_t milliseconds);

/// Passes every call on to `inner` and fails those whose number (counted from 1 over all calls that can fail) is in
/// [first, first + count): the outside world at its worst. `after` does the inner work first and then reports the
/// failure, as a lost answer does; a lock taken so is let go. The error's type is "Injected".
enum class FailWhen { before, after };
std::unique_ptr<Target> make_failing(Target& inner, int first, int count, FailWhen when);

}  // namespace sailmaker::target
