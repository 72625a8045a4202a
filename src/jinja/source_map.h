#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace sailmaker::jinja {

/// Which place of which template wrote which span of a rendered text. Made by Template::render() on request.
class SourceMap {
 public:
  /// The template's place that wrote the byte at `offset` of the output, with the way there (macro calls, includes,
  /// inherited blocks) in Error::trace's form, innermost first.
  struct Origin {
    Source source;
    std::vector<Frame> trace;
  };
  Origin find(std::size_t offset, std::size_t length = 1) const;

  // The rest is for the renderer; laid out by its author.
};

}  // namespace sailmaker::jinja
