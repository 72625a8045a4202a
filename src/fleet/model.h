#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "fleet/glob.h"
#include "fleet/guard_rail.h"
#include "fleet/key.h"
#include "fleet/part_pattern.h"
#include "fleet/selector.h"
#include "value/places.h"
#include "value/value.h"

namespace sailmaker::fleet {

/// A file (or a form, or a database row) that parts of a fleet were read from, kept to say where they stand.
struct Origin {
  std::string name;  ///< relative to the fleet: services/azar/my-microservice.yaml
  std::string text;
  Value root;
  Places places;

  /// The place of the part at `path`; of the nearest part around it where the text has none; without places the file.
  Source locate(const Path& path, Places::Part part = Places::Part::value) const;
  /// The part as it stands in the text: `1.10`, not 1.1. Empty without places.
  std::string_view written(const Path& path) const;
};

/// A `vars:` section of one layer.
struct Vars {
  Value values;                          ///< a map from names to values, or null for none; a null in it removes
  std::shared_ptr<const Origin> origin;  ///< may be absent for what was made in memory
  Path path;                             ///< of the section in the origin
  std::string below;                     ///< the key below each name that holds its value: "default" in a header

  bool empty() const;
  /// The place of the variable (or of a part of it); an empty Source without an origin.
  Source locate(const Path& variable, Places::Part part = Places::Part::value) const;
  /// The variable as it stands in the text; empty without an origin.
  std::string_view written(const Path& variable) const;
};

/// A place where pipelines are kept, as fleet.yaml declares it.
struct DeclaredTarget {
  std::string name;  ///< "target" for the section `target:`
  Value section;     ///< as written, `${ENV}` not filled in
  Path path;         ///< of the section in fleet.yaml
};

/// What one layer says of the target that its pipelines are kept in.
struct TargetChoice {
  std::string name;  ///< of a declared target; empty where the layer says nothing
  Source source;
};

struct Product {
  std::string name;
  Vars vars;
  TargetChoice target;
};

struct Team {
  std::string name;
  Vars vars;
};

/// A part of one generated pipeline that the fleet sets, whatever the template says.
struct Override {
  std::string path;  ///< as a person wrote it: stages[deploy].account
  Value value;       ///< takes the place of the whole part; null takes it out
  std::shared_ptr<const Origin> origin;
  Path at;                 ///< of the value in the origin
  bool inherited = false;  ///< the stack of fleet.yaml says it, for all its services

  /// The place of the value's part at `below`; Places::Part::key and nothing below: of the override's path.
  Source locate(const Path& below = {}, Places::Part part = Places::Part::value) const;
};

/// The choice of one template for a service's stack.
struct PipelineUse {
  std::string pipeline;  ///< the template's name
  Vars inherited;        ///< what the stack of fleet.yaml sets for this pipeline; lies below `vars`
  Vars vars;
  Source source;
  std::vector<Override> overrides = {};  ///< in the order in which they are put in, each path once
};

/// An environment as the fleet declares it.
struct Stack {
  std::string name;
  bool is_protected = false;  ///< production: writing here deserves a second look
  Vars vars;
  std::vector<PipelineUse> pipelines;  ///< for every service that has this stack
  TargetChoice target;
};

/// A microservice's own settings of a stack.
struct ServiceStack {
  std::string name;
  Vars vars;
  std::vector<PipelineUse> pipelines;  ///< the stack's and the service's, merged
  TargetChoice target;
  Source source;
};

struct MicroService {
  std::string name;
  std::string product;
  std::string team;           ///< may be empty
  std::string k8s_namespace;  ///< may be empty
  std::string git_repo;       ///< may be empty
  Vars vars;
  std::vector<ServiceStack> stacks;  ///< in the fleet's order of stacks
  TargetChoice target;
  Source source;  ///< its file as a whole
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

/// An exception from a rule of docs/rules.md.
struct Allowed {
  std::string rule;
  Selector where;
  Source source;
  std::string until = {};  ///< the last day on which it holds, "2026-12-31"; empty: for ever
};

/// `validate:` in fleet.yaml.
struct Checks {
  std::vector<Glob> stage_types;  ///< of plugins, so that nobody calls them unknown
  std::vector<Allowed> allowed;
};

/// What one render of a template may take, where fleet.yaml says so (`jinja: {limits: {...}}`); the engine has its own
/// limits for the rest.
struct TemplateLimits {
  std::optional<double> seconds;        ///< by the clock
  std::optional<std::uint64_t> steps;   ///< as jinja/environment.h counts them
  std::optional<std::uint64_t> output;  ///< bytes
  std::optional<std::uint64_t> range;   ///< items of one range()
};

/// Everything Sailmaker manages. A plain value; reading it from a folder or a database is the row above's work.
struct Fleet {
  Vars vars;
  std::vector<Stack> stacks;  ///< in the order of fleet.yaml, which is the order of everything made from them
  std::vector<Product> products;
  std::vector<Team> teams;
  std::vector<MicroService> services;                              ///< by product, then by name
  std::map<std::string, PipelineTemplate, std::less<>> templates;  ///< by name
  std::map<std::string, std::string> sources;                      ///< every template file by its path below templates/
  UndefinedVariables undefined = UndefinedVariables::error;
  bool trim_blocks = false;  ///< Jinja's option for all templates (fleet.yaml: jinja: {trim_blocks: true})
  bool lstrip_blocks = false;
  TemplateLimits limits;
  Value defaults;  ///< a map of fields that each pipeline gets unless its template sets them; null for none
  std::vector<GuardRail> guard_rails;  ///< in the order of fleet.yaml
  Checks checks;
  std::vector<IgnoredPart> ignored;  ///< parts of pipelines that are left to people
  /// Today, "2026-11-27": exceptions may have ended. Empty: none has, so that generating knows no clock.
  std::string today;
  std::vector<DeclaredTarget> targets;   ///< in the order of fleet.yaml, that of the section `target:` first
  TargetChoice target;                   ///< of what says nothing else; empty: each layer must say
  std::shared_ptr<const Origin> origin;  ///< fleet.yaml

  const Stack* find_stack(std::string_view name) const;
  const Product* find_product(std::string_view name) const;
  const Team* find_team(std::string_view name) const;
  const PipelineTemplate* find_template(std::string_view name) const;
  const DeclaredTarget* find_target(std::string_view name) const;
};

/// One pipeline of the fleet, by reference into it: lives as long as the fleet stays where it is.
struct Entry {
  const MicroService* service = nullptr;
  const ServiceStack* stack = nullptr;
  const PipelineUse* use = nullptr;
  const PipelineTemplate* pipeline_template = nullptr;
  Key key;
  const DeclaredTarget* target = nullptr;  ///< see fleet/targets.h; null where the fleet does not say
};

/// All pipelines, in the order of products and services, stacks, and the stack's list. Pipelines whose template is
/// missing (a finding of check_fleet()) are left out.
std::vector<Entry> entries(const Fleet& fleet);

}  // namespace sailmaker::fleet
