#pragma once

#include <vector>

#include "diff/diff.h"
#include "sync/plan.h"
#include "value/value.h"

namespace sailmaker::sync {

/// A stored pipeline and the one to write in its place, as a plan compares and shows them. The mark is left out: it
/// always follows from the rest.
Documents compared(const Value& stored, const Value& to_write);

/// What somebody else made of a pipeline that we wrote: both as far as they are compared, so that what Spinnaker owns
/// and what people may set by hand is no difference.
Documents changed_outside(const Value& written, const Value& stored);

/// Two versions of one pipeline, without their marks and what Spinnaker owns.
Documents versions_compared(const Value& older, const Value& newer);

/// The pipeline as a plan shows it.
Value without_mark(Value pipeline);

/// What a plan shows of an update.
std::vector<diff::Change> differences_of(const Documents& documents);

}  // namespace sailmaker::sync
