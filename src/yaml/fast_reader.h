#pragma once

#include <string_view>

#include "yaml/parser.h"

namespace sailmaker::yaml {

/// Reads the everyday part of YAML many times faster than libyaml: lists and maps in block and flow style, scalars on
/// one line, literal blocks, comments. False where it is not certain of anything: whatever else YAML knows, every
/// error, every limit. `document` is then of no use and compose() decides. Where it returns true, compose() makes the
/// same value and the same surprises. Fills no places.
bool read_fast(std::string_view text, const Limits& limits, Document& document);

}  // namespace sailmaker::yaml
