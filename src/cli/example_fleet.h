#pragma once

#include <string_view>
#include <vector>

namespace sailmaker::cli {

/// One file of the example fleet that `init` writes.
struct ExampleFile {
  std::string_view path;  ///< relative to the fleet's folder
  std::string_view text;
};

/// examples/fleet and, in charts/, the two charts, as they were when the program was built.
const std::vector<ExampleFile>& example_fleet();

}  // namespace sailmaker::cli
