#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "fleet/key.h"
#include "value/places.h"
#include "value/value.h"

namespace sailmaker::fleet {

/// A file (or a form, or a database row) that parts of a fleet were read from, kept to say where they stand.
struct Origin {
  std::string name;  ///< relative to the fleet: services/azar/my-microservice.yaml
  std::string text;
  Value root;
  Places places;

  Source locate(const Path& path, Places::Part part = Places::Part::value) const;
};

/// A `vars:` section of one layer.
struct Vars {
  Value values;                          ///< a map from names to values; null means: remove the variable
  std::shared_ptr<const Origin> origin;  ///< may be absent for what was made in memory
  Path path;                             ///< of the section in the origin

  /// The place of the variable (or of a part of it); an empty Source without an origin.
  Source locate(const Path& variable) const;
};

struct Product {
  std::string name;
  Vars vars;
};

struct Team {
  std::string name;
  Vars vars;
};

/// The choice of one template for a service's stack.
struct PipelineUse {
  std::string pipeline;  ///< the template's name
  Vars vars;
  Source source;
};

/// An environment as the fleet declares it.
struct Stack {
  std::string name;
  bool is_protected = false;  ///< production: writing here deserves a second look
  Vars vars;
  std::vector<PipelineUse> pipelines;  ///< for every service that has this stack
};

/// A microservice's own settings of a stack.
struct ServiceStack {
  std::string name;
  Vars vars;
  std::vector<PipelineUse> pipelines;  ///< the stack's and the service's, merged
  Source source;
};

struct MicroService {
  std::string name;
  std::string product;
  std::string team;  ///< may be empty
  std::string k8s_namespace;
  std::string git_repo;
  Vars vars;
  std::vector<ServiceStack> stacks;
  Source source;
};

enum class VariableType { any, string, integer, number, boolean, list, map };

/// A variable that a template's header declares.
struct VariableDeclaration {
  std::string name;
  VariableType type = VariableType::any;
  std::string description;
  std::optional<Value> default_value;  ///< without one the variable must be set
  std::vector<Value> choices;          ///< when not empty, the value must be one of these
  Source source;
};

/// YAML written in Jinja2; one template serves every microservice.
struct PipelineTemplate {
  std::string name;         ///< "deploy"
  std::string file;         ///< "templates/deploy.yaml.j2"
  std::string text;         ///< the whole file, header included
  std::string description;  ///< from the header
  std::vector<VariableDeclaration> variables;
  Vars defaults;  ///< the declared defaults as the lowest layer
};

enum class UndefinedVariables { error, lenient };

/// Everything Sailmaker manages. A plain value; reading it from a folder or a database is the row above's work.
struct Fleet {
  Vars vars;
  std::vector<Stack> stacks;        ///< in the order of fleet.yaml, which is the order of everything made from them
  std::vector<Product> products;
  std::vector<Team> teams;
  std::vector<MicroService> services;                ///< by product, then by name
  std::map<std::string, PipelineTemplate> templates; ///< by name
  std::map<std::string, std::string> sources;        ///< every template file by its path below templates/
  UndefinedVariables undefined = UndefinedVariables::error;
  bool trim_blocks = false;    ///< Jinja's option for all templates (fleet.yaml: jinja: {trim_blocks: true})
  bool lstrip_blocks = false;
  Value target;                                      ///< the target section as written, `${ENV}` not filled in
  std::shared_ptr<const Origin> origin;              ///< fleet.yaml

  const Stack* find_stack(std::string_view name) const;
  const Product* find_product(std::string_view name) const;
  const Team* find_team(std::string_view name) const;
};

/// One pipeline of the fleet, by reference into it: lives as long as the fleet stays where it is.
struct Entry {
  const MicroService* service = nullptr;
  const ServiceStack* stack = nullptr;
  const PipelineUse* use = nullptr;
  const PipelineTemplate* pipeline_template = nullptr;
  Key key;
};

/// All pipelines, in the order of products and services, stacks, and the stack's list.
std::vector<Entry> entries(const Fleet& fleet);

}  // namespace sailmaker::fleet
