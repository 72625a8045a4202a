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

/// fleet.yaml: stacks, products, teams, vars, target and options.
void decode_fleet(std::shared_ptr<const Origin> origin, Fleet& fleet, Findings& findings);

/// services/<product>/<name>.yaml. Needs the fleet's stacks, products and teams decoded first.
void decode_service(std::shared_ptr<const Origin> origin, std::string_view product, std::string_view name,
                    Fleet& fleet, Findings& findings);

/// The template of that name. `header` is the YAML of its leading comment, or null; read with places that count from
/// the start of the template file.
void decode_template(std::string name, std::string file, std::string text, std::shared_ptr<const Origin> header,
                     Fleet& fleet, Findings& findings);

/// What can only be seen with everything there: pipelines that name no template, services without a stack, names that
/// stand twice, values that do not fit a declared type. Sorts the services.
void check_fleet(Fleet& fleet, Findings& findings);

}  // namespace sailmaker::fleet
