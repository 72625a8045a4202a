#include <algorithm>
#include <array>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/declaration.h"
#include "fleet/decode.h"
#include "fleet/name.h"
#include "fleet/section.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 2> kHeaderKeys = {"description", "variables"};
const std::array<std::string, 5> kVariableKeys = {"type", "description", "default", "choices", "enum"};
const std::array<std::string, 7> kTypeNames = {"string", "integer", "number", "boolean", "list", "map", "any"};

constexpr std::array<Section::Expected, 2> kExpectedInVariable = {{
    {"required", "a variable without a default is required"},
    {"optional", "a variable with a default is optional; 'default: null' will do"},
}};

VariableType decode_type(const Section& section) {
  const auto name = section.text("type");
  if (!name) return VariableType::any;
  if (const auto type = parse_type(*name)) return *type;
  std::string hint = did_you_mean(*name, kTypeNames);
  if (hint.empty()) hint = "types are string, integer, number, boolean, list, map and any";
  section.find("type")->error("there is no type '" + *name + "'", std::move(hint));
  return VariableType::any;
}

void decode_choices(const Section& section, std::string_view key, VariableDeclaration& declaration) {
  const auto choices = section.find(key);
  if (!choices || !choices->expect_list()) return;
  if (choices->value().as_list().empty()) return choices->error(choices->name() + " leaves nothing to choose");
  if (!declaration.choices.empty()) return choices->error("'choices' and 'enum' mean the same", "keep one of them");
  choices->each_item([&](const Section& item) {
    if (!fits(declaration.type, item.value())) item.wrong_type(to_string(declaration.type));
    declaration.choices.push_back(item.value());
  });
}

// A default of null is a value too: the variable need not be set, and is none then.
void decode_default(const Section& section, VariableDeclaration& declaration) {
  const auto part = section.find("default");
  if (!part) return;
  declaration.default_value = part->value();
  if (part->is_null()) return;
  if (const auto wrong = misfit(declaration, part->value(), part->written())) {
    part->error("the default of " + wrong->message, wrong->hint);
  }
}

bool check_declared_name(const Section& section, const std::string& name) {
  if (is_standard_name(name)) {
    section.error("'" + name + "' cannot be declared: every template has it already", "leave it out",
                  Places::Part::key);
  } else if (!is_variable_name(name)) {
    section.error("no template can use a variable called '" + name + "'",
                  "names of variables are letters, digits and '_'", Places::Part::key);
  } else {
    return true;
  }
  return false;
}

VariableDeclaration decode_variable(const Section& section) {
  VariableDeclaration declaration;
  declaration.name = section.key();
  declaration.source = section.source(Places::Part::key);
  if (section.value().is_string() && parse_type(section.value().as_string())) {
    const std::string type(section.value().as_string());
    section.wrong_type("a map", "write " + declaration.name + ": {type: " + type + "}");
    return declaration;
  }
  if (!section.expect_map()) return declaration;
  section.check_keys(kVariableKeys, kExpectedInVariable);
  declaration.type = decode_type(section);
  declaration.description = section.text("description").value_or("");
  decode_choices(section, "choices", declaration);
  decode_choices(section, "enum", declaration);
  decode_default(section, declaration);
  return declaration;
}

void decode_header(const std::shared_ptr<const Origin>& header, PipelineTemplate& made, Findings& findings) {
  const Section root(header, findings);
  if (!root.value().is_map() && !root.is_null()) {
    return root.error("the header must be a map, but it is " + std::string(to_string(root.value().kind())),
                      "a header holds 'description:' and 'variables:'");
  }
  root.check_keys(kHeaderKeys);
  made.description = root.text("description").value_or("");
  Map defaults;
  if (const auto variables = root.find("variables"); variables && variables->expect_map()) {
    variables->each_entry("a variable", [&](const Section& part) {
      if (!check_declared_name(part, part.key())) return;
      made.variables.push_back(decode_variable(part));
      if (const auto& value = made.variables.back().default_value) defaults.set(part.key(), *value);
    });
  }
  made.defaults = Vars{.values = std::move(defaults), .origin = header, .path = {"variables"}, .below = "default"};
}

}  // namespace

void decode_template(std::string name, std::string file, std::string text, std::shared_ptr<const Origin> header,
                     Fleet& fleet, Findings& findings) {
  if (const std::string problem = name_problem(name); !problem.empty()) {
    Error error("'" + name + "' cannot be a template's name: it " + problem, Source{.file = file, .line_text = {}});
    findings.push_back({Severity::error, std::move(error).with_hint("rename the file"), {}});
    return;
  }
  PipelineTemplate made;
  made.name = name;
  made.file = std::move(file);
  made.text = std::move(text);
  if (header) decode_header(header, made, findings);
  fleet.templates.insert_or_assign(std::move(name), std::move(made));
}

}  // namespace sailmaker::fleet
