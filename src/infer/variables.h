#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "value/value.h"

namespace sailmaker::infer {

/// The variables of one template: for each sample its value, or nothing where the sample has no use for it.
class Variables {
 public:
  using Values = std::vector<std::optional<Value>>;
  struct Variable {
    std::string name;
    std::string path;  ///< where it is used first, for its description
    Values values;
  };

  /// The variable that has these values: one that is there and says the same, or a new one named after the last words
  /// of `way`, as many of them as make it new.
  std::string add(const std::vector<std::string>& way, const Values& values);

  const std::vector<Variable>& all() const { return all_; }

 private:
  std::string fresh_name(const std::vector<std::string>& way) const;
  bool is_taken(const std::string& name) const;

  std::vector<Variable> all_;
};

}  // namespace sailmaker::infer
