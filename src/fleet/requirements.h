#pragma once

#include <vector>

#include "base/error.h"
#include "fleet/model.h"

namespace sailmaker::fleet {

/// Checks a pipeline's layered variables against what its template declares: required ones are there, types and
/// choices are kept. A value that is wrong is reported where it is set, a missing one where it is declared.
void check_requirements(const Fleet& fleet, const Entry& entry, const Value& variables, std::vector<Finding>& findings);

}  // namespace sailmaker::fleet
