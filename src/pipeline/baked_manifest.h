#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sailmaker::pipeline {

/// An object of a baked manifest, as text.
struct BakedObject {
  std::string source;  ///< workload/templates/deployment.yaml; empty where Helm does not say it
  std::string text;    ///< YAML, without the line that says the source; ends with a newline
};

/// The objects of what `helm template` printed, in its order. As in Rosco, what comes from a chart's templates/tests is
/// left out; documents of nothing but comments are too.
std::vector<BakedObject> baked_objects(std::string_view printed);

}  // namespace sailmaker::pipeline
