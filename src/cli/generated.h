#pragma once

#include <vector>

#include "base/error.h"
#include "fleet/selector.h"
#include "generate/generator.h"

namespace sailmaker::cli {

class Arguments;
class Session;

/// The selected pipelines, generated, in the fleet's order.
struct Selection {
  std::vector<generate::Generated> pipelines;  ///< without their findings
  std::vector<Finding> findings;               ///< of all of them, and of their names together
};

enum class Keep { nothing, pipelines };

/// Generates with a progress bar. Keep::nothing drops each document as soon as it is checked.
Selection generate_selection(const Arguments& arguments, const Session& session, const fleet::Selector& selector,
                             Keep keep);

}  // namespace sailmaker::cli
