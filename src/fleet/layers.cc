#include "fleet/layers.h"

#include <cassert>
#include <functional>

#include "fleet/requirements.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

template <typename T>
Value names_of(const std::vector<T>& items) {
  List names;
  names.reserve(items.size());
  for (const T& item : items) names.emplace_back(item.name);
  return names;
}

Value variables_of(const Vars& vars) { return merge(Map(), vars.empty() ? Value(Map()) : vars.values); }

void lay(Value& variables, const Vars& vars) {
  if (!vars.empty()) variables = merge(std::move(variables), vars.values);
}

Value standard_fleet(const Fleet& fleet) {
  return Map{{"stacks", names_of(fleet.stacks)},
             {"products", names_of(fleet.products)},
             {"teams", names_of(fleet.teams)},
             {"vars", variables_of(fleet.vars)}};
}

Value standard_service(const MicroService& service) {
  return Map{{"name", service.name},
             {"product", service.product},
             {"team", service.team},
             {"namespace", service.k8s_namespace},
             {"git_repo", service.git_repo},
             {"stacks", names_of(service.stacks)},
             {"vars", variables_of(service.vars)}};
}

// Layers 1 to 5. The defaults are the ground that others are laid on: a null among them is a value.
Value merge_base(const Fleet& fleet, const PipelineTemplate* pipeline_template, const Product* product,
                 const Team* team, const Stack* stack) {
  Value base = pipeline_template->defaults.empty() ? Value(Map()) : pipeline_template->defaults.values;
  lay(base, fleet.vars);
  if (product != nullptr) lay(base, product->vars);
  if (team != nullptr) lay(base, team->vars);
  if (stack != nullptr) lay(base, stack->vars);
  return base;
}

// Layers 6 to 8.
void lay_own(Value& variables, const Entry& entry) {
  lay(variables, entry.service->vars);
  lay(variables, entry.stack->vars);
  lay(variables, entry.use->inherited);
  lay(variables, entry.use->vars);
}

void set_standard_names(const Entry& entry, const Value& service, const Value& fleet, Value& variables) {
  Map& map = variables.mutable_map();
  map.reserve(map.size() + 9);  // `pipelines` will follow
  const MicroService& owner = *entry.service;
  map.set("app_name", owner.name);
  map.set("product", owner.product);
  map.set("team", owner.team);
  map.set("stack", entry.stack->name);
  if (!owner.k8s_namespace.empty()) map.set("namespace", owner.k8s_namespace);
  if (!owner.git_repo.empty()) map.set("git_repo", owner.git_repo);
  map.set("service", service);
  map.set("fleet", fleet);
}

}  // namespace

std::vector<Layer> layers(const Fleet& fleet, const Entry& entry) {
  std::vector<Layer> all;
  const auto add = [&](std::string name, const Vars& vars) {
    if (!vars.empty()) all.push_back({std::move(name), &vars});
  };
  const MicroService& service = *entry.service;
  add("template defaults", entry.pipeline_template->defaults);
  add("fleet", fleet.vars);
  if (const Product* product = fleet.find_product(service.product)) add("product " + product->name, product->vars);
  if (const Team* team = fleet.find_team(service.team)) add("team " + team->name, team->vars);
  if (const Stack* stack = fleet.find_stack(entry.stack->name)) add("stack " + stack->name, stack->vars);
  add("service " + service.name, service.vars);
  add("stack " + entry.stack->name + " of " + service.name, entry.stack->vars);
  add("pipeline " + entry.use->pipeline + " of stack " + entry.stack->name, entry.use->inherited);
  add("pipeline " + entry.use->pipeline, entry.use->vars);
  return all;
}

std::size_t Layering::BaseHash::operator()(const Base& base) const {
  std::size_t mixed = 0;
  for (const void* part : {static_cast<const void*>(base.pipeline_template), static_cast<const void*>(base.product),
                           static_cast<const void*>(base.team), static_cast<const void*>(base.stack)}) {
    mixed = (mixed ^ std::hash<const void*>()(part)) * 0x9e3779b97f4a7c15U;
    mixed ^= mixed >> 29;
  }
  return mixed;
}

Layering::Layering(const Fleet& fleet) : fleet_(fleet), fleet_standard_(standard_fleet(fleet)) {
  services_.reserve(fleet.services.size());
  for (const MicroService& service : fleet.services) {
    const Product* product = fleet.find_product(service.product);
    const Team* team = fleet.find_team(service.team);
    services_.push_back({product, team, standard_service(service)});
    for (const ServiceStack& own : service.stacks) {
      const Stack* stack = fleet.find_stack(own.name);
      for (const PipelineUse& use : own.pipelines) {
        const PipelineTemplate* made_from = fleet.find_template(use.pipeline);
        if (made_from == nullptr) continue;
        const auto [place, added] = bases_.try_emplace(Base{made_from, product, team, stack});
        if (added) place->second = merge_base(fleet, made_from, product, team, stack);
      }
    }
  }
}

const Layering::Service& Layering::service_of(const Entry& entry) const {
  assert(entry.service >= fleet_.services.data() && entry.service < fleet_.services.data() + services_.size());
  return services_[static_cast<std::size_t>(entry.service - fleet_.services.data())];
}

Value Layering::variables(const Entry& entry, std::vector<Finding>& findings) const {
  const Service& service = service_of(entry);
  const Stack* stack = fleet_.find_stack(entry.stack->name);
  const auto base = bases_.find(Base{entry.pipeline_template, service.product, service.team, stack});
  assert(base != bases_.end());
  Value variables = base->second;
  lay_own(variables, entry);
  check_requirements(fleet_, entry, variables, findings);
  return variables;
}

void Layering::add_standard_names(const Entry& entry, Value& variables) const {
  set_standard_names(entry, service_of(entry).standard, fleet_standard_, variables);
}

Value variables(const Fleet& fleet, const Entry& entry, std::vector<Finding>& findings) {
  const MicroService& service = *entry.service;
  Value variables = merge_base(fleet, entry.pipeline_template, fleet.find_product(service.product),
                               fleet.find_team(service.team), fleet.find_stack(entry.stack->name));
  lay_own(variables, entry);
  check_requirements(fleet, entry, variables, findings);
  return variables;
}

void add_standard_names(const Fleet& fleet, const Entry& entry, Value& variables) {
  set_standard_names(entry, standard_service(*entry.service), standard_fleet(fleet), variables);
}

}  // namespace sailmaker::fleet
