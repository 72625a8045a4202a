#pragma once

#include "value/value.h"

namespace sailmaker::cli {

struct Report;

/// The findings as a SARIF 2.1.0 log with one run, for code scanning. What is wrong at one place of a template is one
/// result, whatever the number of pipelines. Fingerprints count no lines, so that a finding stays the same when its
/// file grows above it.
Value sarif(const Report& report);

}  // namespace sailmaker::cli
