#pragma once

#include <string_view>

#include "pipeline/link.h"

namespace sailmaker::pipeline {

// The steps of link(), in their order. Each takes the document, a map, leaves alone what has the wrong shape (that is
// validate()'s to say) and adds what it cannot resolve to `problems`.

/// Gives expected artifacts, the pipeline's and the stages', the ids they lack.
void ensure_artifact_ids(Value& document, std::string_view key, Problems& problems);
/// Puts artifact ids where fields of stages and triggers hold display names.
void link_artifact_references(Value& document, Problems& problems);
/// Puts pipeline ids where stages and triggers hold names of templates or keys.
void link_pipeline_references(Value& document, const LinkContext& context, Problems& problems);
/// Gives triggers the ids they lack. Runs after link_pipeline_references(): the ids are made of what triggers refer to.
void ensure_trigger_ids(Value& document, std::string_view key);

}  // namespace sailmaker::pipeline
