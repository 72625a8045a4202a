#pragma once

#include <string>
#include <string_view>

namespace sailmaker::target {

/// The version of a pipeline in stores that keep none: a digest of the whole text.
std::string content_version(std::string_view body);

/// The body's lastModifiedBy; empty when it has none or is no JSON.
std::string author_of(std::string_view body);

}  // namespace sailmaker::target
