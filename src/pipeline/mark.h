#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "value/value.h"

namespace sailmaker::pipeline {

/// What a written pipeline carries as `sailmaker: {key, digest}`; Front50 keeps fields it does not know. Without a mark
/// a stored pipeline is somebody else's: it is never deleted. Do not change the format.
struct Mark {
  std::string key;     ///< product/service/stack/template
  std::string digest;  ///< digest_of() the pipeline as it was written
  bool operator==(const Mark&) const = default;
};

std::optional<Mark> mark_of(const Value& pipeline);
/// Puts the mark last, or replaces the one there.
void set_mark(Value& pipeline, const Mark& mark);

/// "sha256:..." of the pipeline's canonical text (see canonical.h): without its mark and without what Spinnaker owns,
/// in the form that Front50 gives back; the order of keys does not count. When it differs from the mark's, somebody
/// else changed the stored pipeline: drift. Throws TooDeep.
std::string digest_of(const Value& pipeline);

}  // namespace sailmaker::pipeline
