#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "fleet/model.h"

namespace sailmaker::fleet {

/// The layers of a pipeline's variables, lowest first:
///   1. the template's defaults   2. the fleet   3. the product   4. the team
///   5. the stack                 6. the service 7. the service's stack   8. the pipeline
/// A higher layer wins: maps merge key by key, lists and scalars replace, null removes.
struct Layer {
  std::string name;  ///< "template defaults", "fleet", "product azar", "team devops", "stack prod", ...
  const Vars* vars;
};

std::vector<Layer> layers(const Fleet& fleet, const Entry& entry);

/// The pipeline's variables: all layers merged, then checked against the template's declarations (types, choices,
/// required ones); every problem is a finding with key and place.
Value variables(const Fleet& fleet, const Entry& entry, std::vector<Finding>& findings);

/// The names every template can use beside its variables: app_name, product, team, namespace, git_repo, stack,
/// service, fleet. (`pipelines` is added by whoever generates.) They hide variables of the same name.
void add_standard_names(const Fleet& fleet, const Entry& entry, Value& variables);

/// `over` laid over `under`, as layers are.
Value merge(const Value& under, const Value& over);

/// Where one variable comes from.
struct Explanation {
  std::string variable;  ///< a dotted path for what maps merge: resources.limits.cpu
  Value value;
  std::string layer;
  Source source;
  struct Hidden {
    Value value;
    std::string layer;
    Source source;
  };
  std::vector<Hidden> hidden;  ///< what lower layers had set, the highest of them first
  bool removed = false;        ///< a null took it away
};

/// One explanation for each variable that any layer sets, by name.
std::vector<Explanation> explain(const Fleet& fleet, const Entry& entry);

}  // namespace sailmaker::fleet
