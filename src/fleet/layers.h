#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "fleet/model.h"

namespace sailmaker::fleet {

/// The layers of a pipeline's variables, lowest first:
///   1. the template's defaults   2. the fleet   3. the product   4. the team
///   5. the stack                 6. the service 7. the service's stack   8. the pipeline
/// A higher layer wins: maps merge key by key, lists and scalars replace, null removes. The pipeline's own layer has
/// two parts where both name it: what the stack of fleet.yaml sets for the pipeline, then what the service sets.
struct Layer {
  std::string name;  ///< "template defaults", "fleet", "product azar", "team devops", "stack prod", ...
  const Vars* vars;
};

/// The layers that set anything.
std::vector<Layer> layers(const Fleet& fleet, const Entry& entry);

/// Layers the variables of a fleet's pipelines. Made once for a fleet: what pipelines have in common is merged then,
/// so that a pipeline costs only what its own layers set. Refers to the fleet, which must outlive it, stay where it is
/// and not change. All members may be called from several threads at once.
class Layering {
 public:
  explicit Layering(const Fleet& fleet);

  /// The pipeline's variables: all layers merged, then checked against the template's declarations (types, choices,
  /// required ones); every problem is a finding with key and place. A variable that null removed is not there.
  Value variables(const Entry& entry, std::vector<Finding>& findings) const;

  /// Adds the names every template can use beside its variables: app_name, product, team, stack, service, fleet, and,
  /// where the service has them, namespace and git_repo: without one, a template that uses it meets an undefined name
  /// rather than a silent gap. (`pipelines` is added by whoever generates.) They hide variables of the same name.
  ///   service: {name, product, team, namespace, git_repo, stacks: [names], vars}
  ///   fleet: {stacks: [names], products: [names], teams: [names], vars}
  void add_standard_names(const Entry& entry, Value& variables) const;

 private:
  // What lies below a service: layers 1 to 5.
  struct Base {
    const PipelineTemplate* pipeline_template;
    const Product* product;
    const Team* team;
    const Stack* stack;
    bool operator==(const Base&) const = default;
  };
  struct BaseHash {
    std::size_t operator()(const Base& base) const;
  };
  struct Service {
    const Product* product;
    const Team* team;
    Value standard;  // the variable `service`
  };

  const Service& service_of(const Entry& entry) const;

  const Fleet& fleet_;
  Value fleet_standard_;           // the variable `fleet`
  std::vector<Service> services_;  // beside fleet_.services
  std::unordered_map<Base, Value, BaseHash> bases_;
};

/// The same for a single pipeline of a fleet of any size.
Value variables(const Fleet& fleet, const Entry& entry, std::vector<Finding>& findings);
void add_standard_names(const Fleet& fleet, const Entry& entry, Value& variables);

/// `over` laid over `under`, as layers are: maps merge key by key, a null in a map removes the key, anything else
/// replaces. What is only in `under` stays as it is, nulls included. Throws TooDeep.
Value merge(Value under, const Value& over);

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

/// One explanation for each variable that any layer sets, by name; for each part of a map to which several layers
/// contribute. A value that lies below a map which replaced it is hidden with the map's first part.
std::vector<Explanation> explain(const Fleet& fleet, const Entry& entry);

}  // namespace sailmaker::fleet
