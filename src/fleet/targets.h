#pragma once

#include <string>

#include "fleet/model.h"

namespace sailmaker::fleet {

/// Where a pipeline is kept, and what says so.
struct TargetOf {
  const DeclaredTarget* target = nullptr;  ///< null: the fleet has none, or has several and nothing says which
  std::string layer;                       ///< "stack prod"; empty where there is but one target
  Source source;
};

/// The target of the pipelines of a service's stack. Of all that names one, the highest counts, in the order of the
/// layers of variables: 1. the fleet  2. the product  3. the stack  4. the service  5. the service's stack. A fleet
/// with a single target keeps everything there.
TargetOf target_of(const Fleet& fleet, const MicroService& service, const ServiceStack& stack);

/// The names of all declared targets, with commas: "seoul, virginia".
std::string target_names(const Fleet& fleet);

}  // namespace sailmaker::fleet
