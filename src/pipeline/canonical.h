#pragma once

#include <string_view>

#include "value/value.h"

namespace sailmaker::pipeline {

/// What a digest is made of: compact JSON with the keys of every map in the order of their bytes, without what
/// does not make two pipelines different: the mark, server-owned fields, index and disabled, what says_nothing(), ids
/// of cron triggers and managed run-as accounts. The text is the same before Front50 stored the pipeline and after.
/// Frozen: stored digests were made with it. Throws TooDeep. The view lasts
/// until the next call in this thread.
std::string_view canonical_text(const Value& pipeline);

}  // namespace sailmaker::pipeline
