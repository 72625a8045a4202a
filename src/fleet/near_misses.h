#pragma once

#include "fleet/decode.h"

namespace sailmaker::fleet {

/// Warns of each variable that a layer sets, that no template declares and no template's text mentions, but that looks
/// like a declared one: `chart_versoin`. Once where it is set, however many pipelines get it. A pipeline's own
/// variables are compared with its template alone.
void check_near_misses(const Fleet& fleet, Findings& findings);

}  // namespace sailmaker::fleet
