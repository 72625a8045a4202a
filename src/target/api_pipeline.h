#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "target/target.h"
#include "value/value.h"

namespace sailmaker::target {

// A pipeline as Spinnaker's services answer it.

/// The version of a pipeline: a digest of what it says, without what Spinnaker owns (updateTs, lastModifiedBy) and what
/// Front50 does not tell from nothing (`triggers: []`). So it is the same before Front50 stored the pipeline and after.
/// `index` does not count: Front50 2.37 writes places in a list into the pipelines of its cache, so that they
/// come with one from there and with another one, or none, from the storage.
std::string api_version(const Value& pipeline);

/// With the body as compact JSON, and the time that updateTs says.
Stored api_stored(const Value& pipeline);

/// The text under a key; empty where there is none.
std::string text_of(const Value& map, std::string_view key);

/// The id in lower case, as Front50's storage has it; nothing where check_id() or the service's own URLs refuse it.
std::optional<std::string> api_id(const Value& pipeline);

/// Like check_id(), and an error for what Front50's URLs cannot carry ('%' and ';') and for letters beyond ASCII, which
/// Front50 puts into lower case by Java's rules, so that two ids could mean one pipeline.
Result<void> check_api_id(std::string_view id);

}  // namespace sailmaker::target
