#pragma once

#include "value/value.h"

namespace sailmaker::pipeline {

/// Gives a pipeline each of the fields in `defaults` (a map) that it does not have, after its own. A field that is null
/// is there, so a template can do without a default. `limitConcurrent: true` is left out where the pipeline has
/// `maxConcurrentExecutions`, which Orca would not look at then.
void add_defaults(Value& pipeline, const Value& defaults);

}  // namespace sailmaker::pipeline
