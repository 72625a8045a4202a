#include <fmt/core.h>

#include "base/edit_distance.h"
#include "pipeline/cron.h"
#include "pipeline/name_index.h"
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
  if (find_trigger_shape(type->as_string()) != nullptr) return;
  report(problems, Rule::unknown_trigger_type, Trail(at, "type"),
         fmt::format("Spinnaker has no trigger type '{}'", type->as_string()),
         did_you_mean(type->as_string(), trigger_types()));
}

void check_enabled(const Value& trigger, const Trail& at, Problems& problems) {
  if (trigger.find("enabled") != nullptr) return;
  report(problems, Rule::trigger_off, at, "this trigger has no 'enabled', so it is switched off",
         "write enabled: true, or enabled: false to say that you mean it");
}

// No pipeline of this program is older, so what ended before never fires again. The clock is not asked: the same fleet
// is right or wrong on any day.
constexpr WallTime kLongAgo{2025, 1, 1};

// Why the expression never fires; empty when it does.
std::string cron_problem(std::string_view expression) {
  const auto cron = Cron::parse(expression);
  if (!cron) return cron.error().message;
  if (cron->next(kLongAgo)) return {};
  return fmt::format("'{}' never fires: there is no such day to come", expression);
}

void check_cron(const Value& trigger, const Trail& at, Problems& problems) {
  const Value* expression = trigger.find("cronExpression");
  if (expression == nullptr || !expression->is_string() || expression->as_string().empty()) return;
  std::string problem = cron_problem(expression->as_string());
  if (problem.empty()) return;
  report(problems, Rule::bad_cron, Trail(at, "cronExpression"), std::move(problem),
         "Quartz form: second minute hour day-of-month month day-of-week [year], with ? for one of the two days");
}

void check_regexes(const Value& trigger, const Trail& at, Problems& problems) {
  check_regex(trigger.find("branch"), "branch", Trail(at, "branch"), problems);
  check_regex(trigger.find("tag"), "tag", Trail(at, "tag"), problems);
  const Value* payload = trigger.find("payloadConstraints");
  if (payload == nullptr || !payload->is_map()) return;
  const Trail payload_at(at, "payloadConstraints");
  for (const Map::Entry& entry : payload->as_map()) {
    if (!entry.key.is_string()) continue;
    const std::string_view name = entry.key.as_string();
    check_regex(&entry.value, name, Trail(payload_at, name), problems);
  }
}

void check_trigger(const Value& trigger, const Trail& at, Problems& problems) {
  const Value* type = trigger.find("type");
  check_type(type, at, problems);
  check_enabled(trigger, at, problems);
  static const FieldTable of_all({}, trigger_fields(), echo_fields());
  const FieldTable* fields = type != nullptr ? find_trigger_table(*type) : nullptr;
  const Unknown unknown = fields == nullptr ? Unknown::ignored : Unknown::near_misses;
  check_fields(trigger, {fields == nullptr ? of_all : *fields, {}, unknown, Quoted::converted, describe}, at, problems);
  if (fields == nullptr) return;
  check_regexes(trigger, at, problems);
  if (type->as_string() == "cron") check_cron(trigger, at, problems);
}

void check_ids(const List& triggers, const Trail& list, Problems& problems) {
  NameIndex ids;
  const auto id_of = [](const Value& trigger) {
    const Value* id = trigger.find("id");
    return id != nullptr && id->is_string() ? id->as_string() : std::string_view();
  };
  ids.reserve(triggers.size());
  for (std::size_t i = 0; i < triggers.size(); ++i) ids.add(id_of(triggers[i]), static_cast<NameIndex::Place>(i));
  ids.finish();
  for (std::size_t i = 0; i < triggers.size(); ++i) {
    const std::string_view id = id_of(triggers[i]);
    const std::size_t first = ids.find(id);
    if (id.empty() || first == i) continue;
    const Trail at(list, i);
    report(problems, Rule::duplicate_trigger_id, Trail(at, "id"),
           fmt::format("two triggers have the id '{}': this one and triggers[{}]", id, first),
           "leave the ids out, and Sailmaker makes them");
    const Trail other(list, first);
    report_also(problems, "the other one stands at", Trail(other, "id"));
  }
}

}  // namespace

void check_triggers(const Seen& pipeline, Problems& problems) {
  const Value* triggers = pipeline[Noted::triggers];
  if (triggers == nullptr || !triggers->is_list()) return;
  const Trail root;
  const Trail list(root, "triggers");
  check_ids(triggers->as_list(), list, problems);
  for (std::size_t i = 0; i < triggers->as_list().size(); ++i) {
    const Value& trigger = triggers->as_list()[i];
    if (trigger.is_map()) check_trigger(trigger, Trail(list, i), problems);
  }
}

}  // namespace sailmaker::pipeline
