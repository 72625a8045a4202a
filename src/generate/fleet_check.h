#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "generate/generator.h"

namespace sailmaker::generate {

/// What tells a pipeline from all others in Front50: its name in its application, whatever the case of either.
std::string name_identity(std::string_view application, std::string_view name);

/// The pipelines that this one starts with stages, and those whose end starts it.
std::vector<Reference> references_of(const Value& pipeline);

/// What only the pipelines of a fleet together can show: two of one name (Front50 refuses the second), pipelines that
/// start each other for ever, stages that start a disabled one.
class FleetCheck {
 public:
  /// What has errors of its own is left out.
  void add(const Generated& made);

  /// Each finding at its place in the template, with the places of all who take part.
  std::vector<Finding> findings(const Generator& generator) const;

 private:
  struct Claim {
    std::string identity;  ///< what must be unique
    std::string key;
    std::string application;
    std::string name;
    std::string id;
    bool disabled;
    std::vector<Reference> references;
  };
  friend class FleetFindings;

  std::vector<Claim> claims_;
};

}  // namespace sailmaker::generate
