#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "fleet/model.h"
#include "pipeline/problem.h"

namespace sailmaker::generate {

/// What a fleet allows although a rule forbids it: `validate:` in fleet.yaml.
class Exceptions {
 public:
  /// The fleet must outlive this.
  explicit Exceptions(const fleet::Fleet& fleet) : checks_(fleet.checks), today_(fleet.today) {}

  /// Takes out the problems of the pipeline that are allowed.
  void apply(pipeline::Problems& problems, const fleet::Key& key, const Value& pipeline) const;
  /// Whether the rule may be broken by this pipeline.
  bool allows(std::string_view rule, const fleet::Key& key) const;

  /// Exceptions to rules that are none, or that know no exceptions; those that have ended, which are warnings.
  std::vector<Finding> findings() const;

 private:
  bool allows_type(const Value* type) const;

  const fleet::Checks& checks_;
  const std::string& today_;
};

}  // namespace sailmaker::generate
