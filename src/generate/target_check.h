#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "fleet/model.h"
#include "pipeline/problem.h"
#include "value/value.h"

namespace sailmaker::generate {

/// Pipelines that refer to one which the fleet keeps in another target: no Spinnaker starts, hears or reads the
/// pipelines of another.
class TargetCheck {
 public:
  /// Both must outlive this.
  TargetCheck(const fleet::Fleet& fleet, const std::vector<fleet::Entry>& entries);

  /// Adds what is wrong with the references of the linked pipeline of `entry`.
  void check(const fleet::Entry& entry, const Value& pipeline, pipeline::Problems& problems) const;

 private:
  const fleet::Fleet& fleet_;
  std::unordered_map<std::string, const fleet::Entry*> by_id_;  // empty where there is but one target
};

}  // namespace sailmaker::generate
