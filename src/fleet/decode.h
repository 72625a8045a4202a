#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "fleet/model.h"

namespace sailmaker::fleet {

/// Collects what is wrong with a fleet while it is read: everything, not the first thing.
using Findings = std::vector<Finding>;

// A file, a form and a database row take this same road: values in, model out. Every finding names file, line, column
// and, for an unknown key or name, the nearest known one.

/// fleet.yaml: stacks, products, teams, vars, targets and options.
void decode_fleet(std::shared_ptr<const Origin> origin, Fleet& fleet, Findings& findings);

class Section;
/// The `guard_rails` section of fleet.yaml, whose `root` is given. Their expressions are read where they are used.
void decode_guard_rails(const Section& root, std::vector<GuardRail>& rails);

/// The `defaults` section of fleet.yaml, whose `root` is given: a map of the fields that pipelines get.
Value decode_defaults(const Section& root);
/// The `validate` section of fleet.yaml, whose `root` is given. Whether there are such rules is not looked at here.
void decode_checks(const Section& root, Checks& checks);

/// The `drift` section of fleet.yaml, whose `root` is given.
void decode_drift(const Section& root, std::vector<IgnoredPart>& ignored);

/// The `target` and `targets` sections of fleet.yaml, whose `root` is given.
void decode_targets(const Section& root, Fleet& fleet);
/// The `target` of a layer: the name of one that is decoded already.
TargetChoice decode_target_choice(const Section& around, const Fleet& fleet);

/// services/<product>/<name>.yaml. Needs the fleet's stacks, products and teams decoded first, and changes nothing in
/// the fleet, so that services can be decoded side by side; the caller adds the service to `fleet.services`. What is
/// wrong in it is left out of the service.
MicroService decode_service(const std::shared_ptr<const Origin>& origin, std::string_view product,
                            std::string_view name, const Fleet& fleet, Findings& findings);

/// The template of that name. `header` is the YAML of its leading comment, or null; read with places that count from
/// the start of the template file.
void decode_template(std::string name, std::string file, std::string text, std::shared_ptr<const Origin> header,
                     Fleet& fleet, Findings& findings);

/// What can only be seen with everything there: pipelines that name no template, names that stand twice, variables that
/// no template declares but that look like a declared one; stacks of services of which nothing says in which of several
/// targets they are kept. Sorts the services. Values that do not fit a declared type
/// are found where they are layered: see variables() in fleet/layers.h.
void check_fleet(Fleet& fleet, Findings& findings);

}  // namespace sailmaker::fleet
