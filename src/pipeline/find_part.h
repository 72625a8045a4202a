#pragma once

#include <string_view>

#include "base/result.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// The part of a pipeline that somebody means by `text`: `stages[2].account` as paths are printed; in place of the
/// number also what tells the items apart (a stage's refId or name, an artifact's displayName, ...), as
/// `stages.deploy.account` or `stages["Bake Deploy"]`; and a stage alone, `deploy`. An error names what is not there,
/// with a near miss.
Result<Path> find_part(const Value& pipeline, std::string_view text);

}  // namespace sailmaker::pipeline
