#include "generate/rail_names.h"

#include "fleet/name.h"
#include "value/map.h"

namespace sailmaker::generate {

namespace {

using Names = std::set<std::string, std::less<>>;

void add(const fleet::Vars& vars, Names& names) {
  if (!vars.values.is_map()) return;
  for (const Map::Entry& entry : vars.values.as_map()) {
    if (entry.key.is_string()) names.emplace(entry.key.as_string());
  }
}

void add(const std::vector<fleet::PipelineUse>& uses, Names& names) {
  for (const fleet::PipelineUse& use : uses) {
    add(use.inherited, names);
    add(use.vars, names);
  }
}

void add_variables(const fleet::Fleet& fleet, Names& names) {
  add(fleet.vars, names);
  for (const fleet::Product& product : fleet.products) add(product.vars, names);
  for (const fleet::Team& team : fleet.teams) add(team.vars, names);
  for (const fleet::Stack& stack : fleet.stacks) {
    add(stack.vars, names);
    add(stack.pipelines, names);
  }
  for (const fleet::MicroService& service : fleet.services) {
    add(service.vars, names);
    for (const fleet::ServiceStack& stack : service.stacks) {
      add(stack.vars, names);
      add(stack.pipelines, names);
    }
  }
  for (const auto& [name, made] : fleet.templates) {
    for (const fleet::VariableDeclaration& declared : made.variables) names.insert(declared.name);
  }
}

}  // namespace

std::set<std::string, std::less<>> rail_names(const fleet::Fleet& fleet, fleet::RailScope scope) {
  Names names = {"key", "vars", "pipeline", "pipelines"};
  names.emplace(fleet::to_string(scope));
  if (scope == fleet::RailScope::stage) names.emplace("upstream");
  for (const std::string& name : fleet::standard_names()) names.insert(name);
  add_variables(fleet, names);
  return names;
}

}  // namespace sailmaker::generate
