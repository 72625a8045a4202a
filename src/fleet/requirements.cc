#include "fleet/requirements.h"

#include <algorithm>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/declaration.h"
#include "fleet/layers.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

bool is_declared(const PipelineTemplate& pipeline_template, std::string_view name) {
  const auto& all = pipeline_template.variables;
  return std::any_of(all.begin(), all.end(), [&](const auto& declaration) { return declaration.name == name; });
}

// The highest layer that says something about the variable; null when none does.
const Vars* setter(const std::vector<Layer>& all, const std::string& name) {
  const auto found = std::find_if(all.rbegin(), all.rend(),
                                  [&](const Layer& layer) { return layer.vars->values.find(name) != nullptr; });
  return found == all.rend() ? nullptr : found->vars;
}

// A variable that is set, that nothing declares, and that may be the missing one, misspelt.
std::string misspelt(const std::vector<Layer>& all, const Entry& entry, const std::string& name,
                     const Value& variables) {
  std::vector<std::string> undeclared;
  for (const Map::Entry& variable : variables.as_map()) {
    const bool text = variable.key.is_string();
    if (text && !is_declared(*entry.pipeline_template, variable.key.as_string())) {
      undeclared.emplace_back(variable.key.as_string());
    }
  }
  const std::string guess = nearest(name, undeclared);
  if (guess.empty()) return {};
  const Source source = setter(all, guess)->locate({guess}, Places::Part::key);
  return "'" + guess + "' is set at " + to_string(source) + "; did you mean '" + name + "'?";
}

std::string where_to_set(const Fleet& fleet, const Entry& entry) {
  const std::string& service = entry.service->source.file;
  const std::string shared = fleet.origin ? fleet.origin->name : "the fleet";
  return "set it under 'vars' in " + shared + " (for all, for product " + entry.service->product + ", for stack " +
         entry.stack->name + ") or in " + (service.empty() ? "the service" : service) +
         ", or give it a default in the template";
}

Error missing(const Fleet& fleet, const Entry& entry, const VariableDeclaration& declaration, const Value& variables) {
  const auto all = layers(fleet, entry);
  const std::string& name = declaration.name;
  if (const Vars* vars = setter(all, name)) {
    Error error("'" + name + "' must be set, but null takes it away here", vars->locate({name}));
    error.trace.push_back({"declared without a default at", declaration.source});
    return error;
  }
  std::string hint = misspelt(all, entry, name, variables);
  if (hint.empty()) hint = where_to_set(fleet, entry);
  Error error("'" + name + "' must be set: the template declares it without a default", declaration.source);
  return std::move(error).with_hint(std::move(hint));
}

// The wrong value of a declared variable. Each pipeline that gets it reports it: a program that prints findings shows
// those that differ in nothing but their key as one.
Error wrong(const Fleet& fleet, const Entry& entry, const VariableDeclaration& declaration, const Value& value) {
  const auto all = layers(fleet, entry);
  const Vars* vars = setter(all, declaration.name);
  const Path path = {declaration.name};
  auto misfitting = misfit(declaration, value, vars->written(path));
  Error error(std::move(misfitting->message), vars->locate(path));
  error.trace.push_back({"declared at", declaration.source});
  return std::move(error).with_hint(std::move(misfitting->hint));
}

}  // namespace

void check_requirements(const Fleet& fleet, const Entry& entry, const Value& variables,
                        std::vector<Finding>& findings) {
  const auto report = [&](Error error) {
    findings.push_back({Severity::error, std::move(error).with_key(to_string(entry.key)), {}, "variable"});
  };
  for (const VariableDeclaration& declaration : entry.pipeline_template->variables) {
    const Value* value = variables.find(declaration.name);
    if (value == nullptr) {
      if (!declaration.default_value) report(missing(fleet, entry, declaration, variables));
      continue;
    }
    // Only a default can be null here, and it was checked where it is declared.
    if (value->is_null() || !misfit(declaration, *value, {})) continue;
    if (declaration.default_value && value->same_as(*declaration.default_value)) continue;
    report(wrong(fleet, entry, declaration, *value));
  }
}

}  // namespace sailmaker::fleet
