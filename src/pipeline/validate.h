#pragma once

#include "pipeline/problem.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// Everything in a linked pipeline that Spinnaker would refuse, drop or hang on later; all problems, in the document's
/// order. An empty result means that Front50 takes it and Orca can start it.
Problems validate(const Value& pipeline);

}  // namespace sailmaker::pipeline
