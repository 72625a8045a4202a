#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sync/adoption.h"
#include "sync/plan.h"

namespace sailmaker::sync {

/// Names of the fleet's pipelines that the target holds already, under an id that is not theirs: Front50 refuses the
/// second pipeline of one name in an application, whatever the case, and other stores end up with both.
class NameCheck {
 public:
  /// Strangers that `plan` removes do not count, nor do those that became a pipeline of the fleet.
  NameCheck(const std::vector<Stranger>& strangers, const Plan& plan);

  /// What is wrong with the name of a pipeline that is written (an error), or stays as it is (a warning).
  std::optional<Finding> check(const generate::Generated& made, bool is_written,
                               const generate::Generator& generator) const;

 private:
  std::unordered_map<std::string, const Stranger*> by_name_;
};

}  // namespace sailmaker::sync
