#include "sync/plan_file.h"

#include "diff/print.h"
#include "sync/differences.h"
#include "sync/json_fields.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr const char* kOne = "sailmaker-plan";
constexpr const char* kSeveral = "sailmaker-plans";

Value number(std::size_t count) { return Value(static_cast<std::int64_t>(count)); }

Map counts(const Plan& plan) {
  return Map{{"create", number(plan.count(Action::create))},
             {"update", number(plan.count(Action::update))},
             {"delete", number(plan.count(Action::remove))},
             {"unchanged", number(plan.unchanged)}};
}

Map moved_of(const Plan& plan) {
  Map moved;
  for (const auto& [key, other] : plan.moved) moved.set(Value(key), Value(other));
  return moved;
}

Map header(const Plan& plan) {
  Map map{
      {"format", kOne},          {"version", kVersion},           {"target", plan.target},  {"selector", plan.selector},
      {"made_at", plan.made_at}, {"stored", number(plan.stored)}, {"summary", counts(plan)}};
  List orphans;
  for (const std::string& key : plan.orphans) orphans.push_back(key);
  map.set("orphans", std::move(orphans));
  if (!plan.target_name.empty()) map.set("target_name", plan.target_name);
  if (!plan.moved.empty()) map.set("moved", moved_of(plan));
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

namespace {

Error no_plan(std::string_view file) {
  return Error(std::string(file) + " is no saved plan of this version of Sailmaker")
      .with_hint("make one with `sailmaker plan --out FILE`");
}

Result<Plan> decode_one(const Value& value, std::string_view file) {
  JsonFields fields(value, std::string(file));
  if (fields.text("format") != kOne || fields.integer("version") != kVersion) return no_plan(file);
  Plan plan;
  plan.target = fields.text("target");
  if (value.find("target_name") != nullptr) plan.target_name = fields.text("target_name");
  if (const Value* moved = value.find("moved"); moved != nullptr && moved->is_map()) {
    for (const Map::Entry& entry : moved->as_map()) {
      if (!entry.key.is_string() || !entry.value.is_string()) return no_plan(file);
      plan.moved.emplace(entry.key.as_string(), entry.value.as_string());
    }
  }
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

bool is_alone(std::span<const Plan* const> plans) { return plans.size() == 1 && plans.front()->target_name.empty(); }

Map change_summary(const Change& change) {
  Map item = names(change);
  item.set("diff", diff::to_value(change.differences));
  return item;
}

Map total(std::span<const Plan* const> plans) {
  Map sum;
  for (const Plan* plan : plans) {
    for (const Map::Entry& count : counts(*plan)) {
      const Value* before = sum.find_key(count.key);
      sum.set(count.key, Value((before == nullptr ? 0 : before->as_integer()) + count.value.as_integer()));
    }
  }
  return sum;
}

}  // namespace

Value encode_all(std::span<const Plan* const> plans) {
  if (is_alone(plans)) return encode(*plans.front());
  List list;
  for (const Plan* plan : plans) list.push_back(encode(*plan));
  return Map{{"format", kSeveral}, {"version", kVersion}, {"plans", std::move(list)}};
}

Result<std::vector<Plan>> decode_plans(std::string_view json, std::string_view file) {
  auto value = parse_json(json, file, {.size = std::size_t{4} << 30});
  if (!value) return std::move(value).error();
  const Value* format = value->find("format");
  std::vector<Plan> plans;
  const auto add = [&](const Value& one) -> Result<void> {
    auto plan = decode_one(one, file);
    if (!plan) return std::move(plan).error();
    plans.push_back(std::move(*plan));
    return {};
  };
  if (format == nullptr || !identical(*format, Value(kSeveral))) {
    if (auto added = add(*value); !added) return std::move(added).error();
    return plans;
  }
  JsonFields fields(*value, std::string(file));
  if (fields.integer("version") != kVersion) return no_plan(file);
  for (const Value& one : fields.list("plans")) {
    if (auto added = add(one); !added) return std::move(added).error();
  }
  if (fields.error()) return *fields.error();
  return plans;
}

Result<Plan> decode_plan(std::string_view json, std::string_view file) {
  auto plans = decode_plans(json, file);
  if (!plans) return std::move(plans).error();
  if (plans->size() != 1) return no_plan(file);
  return std::move(plans->front());
}

Value summary(const Plan& plan) {
  Map map = header(plan);
  List changes;
  for (const Change& change : plan.changes) changes.push_back(change_summary(change));
  map.set("changes", std::move(changes));
  return map;
}

Value summary_of_all(std::span<const Plan* const> plans) {
  if (is_alone(plans)) return summary(*plans.front());
  List targets;
  List changes;
  for (const Plan* plan : plans) {
    targets.push_back(header(*plan));
    for (const Change& change : plan->changes) {
      Map item = change_summary(change);
      item.set("target", plan->target_name);
      if (const auto other = plan->moved.find(change.key); other != plan->moved.end()) {
        item.set(change.action == Action::remove ? "moved_to" : "moved_from", other->second);
      }
      changes.push_back(std::move(item));
    }
  }
  return Map{{"format", kSeveral},
             {"version", kVersion},
             {"summary", total(plans)},
             {"targets", std::move(targets)},
             {"changes", std::move(changes)}};
}

}  // namespace sailmaker::sync
