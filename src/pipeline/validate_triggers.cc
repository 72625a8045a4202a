#include <fmt/core.h>

#include "base/edit_distance.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

std::string describe(const Value& trigger) { return fmt::format("this {} trigger", trigger.find("type")->as_string()); }

void check_type(const Value* type, const Trail& at, Problems& problems) {
  if (type == nullptr) return report(problems, Rule::missing_type, at, "this trigger has no 'type'");
  if (!type->is_string()) {
    return report(problems, Rule::missing_type, Trail(at, "type"),
                  fmt::format("a trigger's 'type' is {}, not text", to_string(type->kind())));
  }
  if (find_trigger_fields(type->as_string()) != nullptr) return;
  report(problems, Rule::unknown_trigger_type, Trail(at, "type"),
         fmt::format("Spinnaker has no trigger type '{}'", type->as_string()),
         did_you_mean(type->as_string(), trigger_types()));
}

void check_enabled(const Value& trigger, const Trail& at, Problems& problems) {
  static constexpr Field kEnabled[] = {{"enabled", kBoolean}};
  if (trigger.find("enabled") == nullptr) {
    report(problems, Rule::trigger_off, at, "this trigger has no 'enabled', so it is switched off",
           "write enabled: true, or enabled: false to say that you mean it");
  }
  static const FieldTable fields(kEnabled, trigger_fields());
  check_fields(trigger, {fields, Quoted::converted}, at, problems);
}

void check_cron(const Value& trigger, const Trail& at, Problems& problems) {
  const Value* expression = trigger.find("cronExpression");
  if (expression == nullptr || !expression->is_string() || expression->as_string().empty()) return;
  std::string problem = cron_problem(expression->as_string());
  if (problem.empty()) return;
  report(problems, Rule::bad_cron, Trail(at, "cronExpression"), std::move(problem),
         "Quartz form: second minute hour day-of-month month day-of-week [year], with ? for one of the two days");
}

void check_trigger(const Value& trigger, const Trail& at, Problems& problems) {
  const Value* type = trigger.find("type");
  check_type(type, at, problems);
  check_enabled(trigger, at, problems);
  const FieldTable* fields = type != nullptr && type->is_string() ? find_trigger_fields(type->as_string()) : nullptr;
  if (fields == nullptr) return;
  check_fields(trigger, {*fields, Quoted::converted, describe}, at, problems);
  if (type->as_string() == "cron") check_cron(trigger, at, problems);
}

}  // namespace

void check_triggers(const Value& pipeline, Problems& problems) {
  const Value* triggers = pipeline.find("triggers");
  if (triggers == nullptr || !triggers->is_list()) return;
  const Trail root;
  const Trail list(root, "triggers");
  for (std::size_t i = 0; i < triggers->as_list().size(); ++i) {
    const Value& trigger = triggers->as_list()[i];
    if (trigger.is_map()) check_trigger(trigger, Trail(list, i), problems);
  }
}

}  // namespace sailmaker::pipeline
