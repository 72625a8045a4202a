#include <fmt/core.h>

#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"

namespace sailmaker::pipeline {

namespace {

bool is_there(const Value& map, std::string_view field) {
  const Value* value = map.find(field);
  return value != nullptr && !value->is_null() && !(value->is_string() && value->as_string().empty());
}

// A scope that says when it ends needs no lifetime.
bool has_end(const Value& scopes) {
  if (!scopes.is_list()) return true;  // an expression
  for (const Value& scope : scopes.as_list()) {
    if (is_there(scope, "endTimeIso")) return true;
  }
  return false;
}

}  // namespace

void check_canary(const Value& stage, const Trail& at, Problems& problems) {
  const Value* config = stage.find("canaryConfig");
  if (config == nullptr || !config->is_map()) return;
  const Trail config_at(at, "canaryConfig");
  if (!is_there(*config, "canaryConfigId") && !is_there(*config, "canaryConfigName")) {
    report(problems, Rule::canary_config, config_at,
           fmt::format("canary stage {} has no 'canaryConfigId'", stage_label(stage)),
           "name the configuration by canaryConfigId or canaryConfigName");
  }
  const Value* scopes = config->find("scopes");
  if (scopes == nullptr) return;
  if (scopes->is_list() && scopes->as_list().empty()) {
    report(problems, Rule::canary_config, Trail(config_at, "scopes"),
           fmt::format("canary stage {} has no scopes", stage_label(stage)), "one scope is the least");
  }
  if (is_there(*config, "lifetimeDuration") || is_there(*config, "lifetimeHours") || has_end(*scopes)) return;
  report(problems, Rule::canary_config, config_at,
         fmt::format("canary stage {} does not say how long it takes", stage_label(stage)),
         "add lifetimeDuration: PT1H");
}

}  // namespace sailmaker::pipeline
