#pragma once

#include <memory>

#include "target/target.h"

namespace sailmaker::target {

/// A target in memory with every feature of the contract; for tests of whoever uses targets.
std::unique_ptr<Target> make_memory();

/// Passes every call on to `inner` and fails those whose number (counted from 1 over all calls) is in
/// [first, first + count): the outside world at its worst. `after` does the inner work first and then reports the
/// failure, as a lost answer does.
enum class FailWhen { before, after };
std::unique_ptr<Target> make_failing(Target& inner, int first, int count, FailWhen when);

}  // namespace sailmaker::target
