#pragma once

#include <string>

#include "base/error.h"
#include "sync/drifted.h"
#include "value/value.h"

namespace sailmaker::cli {

/// One drifted pipeline: who changed what, and when.
std::string drifted_text(const sync::Drifted& drifted, Color color);
/// {key, id, application, name, who, modified, run, written, known, diff: [...]}
Value drifted_value(const sync::Drifted& drifted);

}  // namespace sailmaker::cli
