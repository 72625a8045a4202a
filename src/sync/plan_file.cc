#include "sync/plan_file.h"

#include "diff/print.h"
#include "sync/differences.h"
#include "sync/json_fields.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

constexpr std::int64_t kVersion = 1;

Value number(std::size_t count) { return Value(static_cast<std::int64_t>(count)); }

Map counts(const Plan& plan) {
  return Map{{"create", number(plan.count(Action::create))},
             {"update", number(plan.count(Action::update))},
             {"delete", number(plan.count(Action::remove))},
             {"unchanged", number(plan.unchanged)}};
}

Map header(const Plan& plan) {
  Map map{{"format", "sailmaker-plan"}, {"version", kVersion},     {"target", plan.target},
          {"selector", plan.selector},  {"made_at", plan.made_at}, {"stored", number(plan.stored)},
          {"summary", counts(plan)}};
  List orphans;
  for (const std::string& key : plan.orphans) orphans.push_back(key);
  map.set("orphans", std::move(orphans));
  return map;
}

Map names(const Change& change) {
  return Map{{"action", to_string(change.action)},
             {"key", change.key},
             {"application", change.application},
             {"name", change.name},
             {"id", change.id},
             {"protected", change.is_protected},
             {"drifted", change.drifted},
             {"adopted", change.adopted}};
}

// The bodies as JSON text, so that what is applied is to the byte what was planned.
Value encode_change(const Change& change) {
  Map map = names(change);
  map.set("seen", change.seen ? Value(*change.seen) : Value());
  map.set("before", change.before);
  map.set("after", change.after);
  return map;
}

Result<Change> decode_change(const Value& value, const std::string& where) {
  JsonFields fields(value, where);
  Change change;
  const std::string action = fields.text("action");
  const auto known = parse_action(action);
  if (!known) return Error("unknown action '" + action + "'");
  change.action = *known;
  change.key = fields.text("key");
  change.application = fields.text("application");
  change.name = fields.text("name");
  change.id = fields.text("id");
  change.is_protected = fields.boolean("protected");
  change.drifted = fields.boolean("drifted");
  change.adopted = fields.boolean("adopted");
  change.seen = fields.text_or_null("seen");
  change.before = fields.text("before");
  change.after = fields.text("after");
  if (fields.error()) return *fields.error();
  return change;
}

// Differences are not saved: they follow from the bodies.
Result<void> add_differences(Change& change, const std::string& where) {
  if (change.action == Action::remove) return {};
  auto after = parse_json(change.after, where + ".after");
  if (!after) return std::move(after).error();
  if (!after->is_map()) return Error(where + ": 'after' must hold a pipeline");
  if (change.action == Action::update) change.differences = differences_of(documents_of(change));
  return {};
}

}  // namespace

Value encode(const Plan& plan) {
  Map map = header(plan);
  List changes;
  for (const Change& change : plan.changes) changes.push_back(encode_change(change));
  map.set("unchanged", number(plan.unchanged));
  map.set("changes", std::move(changes));
  return map;
}

Result<Plan> decode_plan(std::string_view json, std::string_view file) {
  auto value = parse_json(json, file, {.size = std::size_t{4} << 30});
  if (!value) return std::move(value).error();
  JsonFields fields(*value, std::string(file));
  if (fields.text("format") != "sailmaker-plan" || fields.integer("version") != kVersion) {
    return Error(std::string(file) + " is no saved plan of this version of Sailmaker")
        .with_hint("make one with `sailmaker plan --out FILE`");
  }
  Plan plan;
  plan.target = fields.text("target");
  plan.selector = fields.text("selector");
  plan.made_at = fields.integer("made_at");
  plan.stored = fields.count("stored");
  plan.unchanged = fields.count("unchanged");
  for (const Value& item : fields.list("changes")) {
    const std::string where = std::string(file) + ": changes[" + std::to_string(plan.changes.size()) + "]";
    auto change = decode_change(item, where);
    if (!change) return std::move(change).error();
    if (auto done = add_differences(*change, where); !done) return std::move(done).error();
    plan.changes.push_back(std::move(*change));
  }
  if (fields.error()) return *fields.error();
  return plan;
}

Value summary(const Plan& plan) {
  Map map = header(plan);
  List changes;
  for (const Change& change : plan.changes) {
    Map item = names(change);
    item.set("diff", diff::to_value(change.differences));
    changes.push_back(std::move(item));
  }
  map.set("changes", std::move(changes));
  return map;
}

}  // namespace sailmaker::sync
