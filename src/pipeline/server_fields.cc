#include "pipeline/server_fields.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/same_content.h"
#include "pipeline/stored_form.h"
#include "pipeline/trigger_name.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// ---- says_the_same ----

const Value* member(const Map& map, const Value& key) {
  return key.is_string() ? map.find(key.as_string()) : map.find_key(key);
}

// A member of `map` that is set: not missing and not null.
bool is_set(const Value& map, std::string_view field) {
  const Value* value = map.find(field);
  return value != nullptr && !value->is_null();
}

// True for a field of a stored trigger that `desired` leaves to Spinnaker.
bool is_left_alone(std::string_view field, const Value& value, const Value& desired, const Value* own_account) {
  return is_account_field(field) && is_managed_account(value, own_account) && desired.find(field) == nullptr;
}

bool same_trigger(const Value& desired, const Value& stored, const Value* own_account) {
  if (!desired.is_map() || !stored.is_map()) return same_content(desired, stored);
  const bool cron = is_cron(desired);
  const auto is_free_id = [cron](const Value& key) { return cron && key.is_string() && key.as_string() == "id"; };
  std::size_t matched = 0;
  for (const Map::Entry& entry : desired.as_map()) {
    if (is_free_id(entry.key)) continue;
    const Value* other = member(stored.as_map(), entry.key);
    if (other == nullptr || !same_content(entry.value, *other)) return false;
    ++matched;
  }
  for (const Map::Entry& entry : stored.as_map()) {
    if (is_free_id(entry.key)) continue;
    const bool ignored =
        entry.key.is_string() && is_left_alone(entry.key.as_string(), entry.value, desired, own_account);
    if (!ignored && matched-- == 0) return false;
  }
  return true;
}

bool same_triggers(const Value& desired, const Value& stored, const Value* own_account) {
  if (!desired.is_list() || !stored.is_list()) return same_content(desired, stored);
  if (desired.as_list().size() != stored.as_list().size()) return false;
  for (std::size_t i = 0; i < desired.as_list().size(); ++i) {
    if (!same_trigger(desired.as_list()[i], stored.as_list()[i], own_account)) return false;
  }
  return true;
}

// True when an entry of `desired` takes part in the comparison: it says something, and it is ours to say.
bool counts(const Map::Entry& entry) {
  if (!entry.key.is_string()) return true;
  const std::string_view field = entry.key.as_string();
  return !says_nothing(field, entry.value) && !is_server_field(field);
}

// The same for an entry of the stored pipeline.
bool counts_in_stored(const Map::Entry& entry, const Value& desired) {
  if (!counts(entry)) return false;
  return !entry.key.is_string() || !is_kept_field(entry.key.as_string()) || is_set(desired, entry.key.as_string());
}

bool same_field(const Map::Entry& entry, const Value& stored, const Value& desired) {
  const bool triggers = entry.key.is_string() && entry.key.as_string() == "triggers";
  return triggers ? same_triggers(entry.value, stored, desired.find("serviceAccount"))
                  : same_content(entry.value, stored);
}

// ---- comparable ----

// Pairs the triggers of two lists: by what they are, equal ones in their order.
class TriggerPairs {
 public:
  explicit TriggerPairs(const Value* triggers) {
    if (triggers == nullptr || !triggers->is_list()) return;
    const List& list = triggers->as_list();
    for (auto trigger = list.rbegin(); trigger != list.rend(); ++trigger) {
      if (trigger->is_map()) by_name_[trigger_name(*trigger)].push_back(&*trigger);
    }
  }

  /// The next partner of `trigger`; nullptr when all are taken.
  const Value* take(const Value& trigger) {
    const auto found = trigger.is_map() ? by_name_.find(trigger_name(trigger)) : by_name_.end();
    if (found == by_name_.end() || found->second.empty()) return nullptr;
    const Value* partner = found->second.back();
    found->second.pop_back();
    return partner;
  }

 private:
  std::map<std::string, std::vector<const Value*>> by_name_;
};

Value comparable_trigger(const Value& stored, const Value& desired, const Value* own_account) {
  Map out;
  const Value* id = is_cron(desired) ? desired.find("id") : nullptr;
  for (const Map::Entry& entry : stored.as_map()) {
    const std::string_view field = entry.key.is_string() ? entry.key.as_string() : std::string_view();
    if (is_left_alone(field, entry.value, desired, own_account)) continue;
    if (field == "id" && is_cron(desired)) continue;
    out.set(entry.key, entry.value);
  }
  if (id != nullptr) out.set("id", *id);
  return Value(std::move(out));
}

Value comparable_triggers(const Value& stored, const Value& desired) {
  const Value* wanted = desired.find("triggers");
  if (!stored.is_list() || wanted == nullptr || stored == *wanted) return stored;
  TriggerPairs pairs(wanted);
  List out;
  out.reserve(stored.as_list().size());
  for (const Value& trigger : stored.as_list()) {
    const Value* partner = pairs.take(trigger);
    out.push_back(partner == nullptr ? trigger : comparable_trigger(trigger, *partner, desired.find("serviceAccount")));
  }
  return Value(std::move(out));
}

// ---- to_write ----

// The triggers with the accounts that Spinnaker put into the stored ones.
Value with_accounts(const Value& triggers, const Value& stored, const Value* own_account) {
  if (!triggers.is_list()) return triggers;
  TriggerPairs pairs(&stored);
  Value out = triggers;
  for (std::size_t i = 0; i < triggers.as_list().size(); ++i) {
    const Value* partner = pairs.take(triggers.as_list()[i]);
    if (partner == nullptr) continue;
    for (const Map::Entry& entry : partner->as_map()) {
      if (!entry.key.is_string()) continue;
      if (!is_left_alone(entry.key.as_string(), entry.value, triggers.as_list()[i], own_account)) continue;
      out.mutable_list()[i].mutable_map().set(entry.key, entry.value);
    }
  }
  return out;
}

}  // namespace

bool says_the_same(const Value& desired, const Value& stored) {
  if (!desired.is_map() || !stored.is_map()) return same_content(desired, stored);
  std::size_t matched = 0;
  for (const Map::Entry& entry : desired.as_map()) {
    if (!counts(entry)) continue;
    const Value* other = member(stored.as_map(), entry.key);
    if (other == nullptr || !same_field(entry, *other, desired)) return false;
    ++matched;
  }
  for (const Map::Entry& entry : stored.as_map()) {
    if (counts_in_stored(entry, desired) && matched-- == 0) return false;
  }
  return true;
}

Value comparable(const Value& stored, const Value& desired) {
  if (!desired.is_map() || !stored.is_map()) return stored;
  Map out;
  out.reserve(stored.as_map().size() + 1);
  for (const Map::Entry& entry : stored.as_map()) {
    if (!counts_in_stored(entry, desired)) continue;
    const bool triggers = entry.key.is_string() && entry.key.as_string() == "triggers";
    out.set(entry.key, triggers ? comparable_triggers(entry.value, desired) : entry.value);
  }
  for (const Map::Entry& entry : desired.as_map()) {
    if (!counts(entry) && out.find_key(entry.key) == nullptr) out.set(entry.key, entry.value);
  }
  return Value(std::move(out));
}

Value to_write(const Value& desired, const Value& stored) {
  Value out = desired;
  if (!desired.is_map()) return out;
  for (const Map::Entry& entry : desired.as_map()) {
    if (entry.key.is_string() && is_server_field(entry.key.as_string())) out.mutable_map().erase(entry.key);
  }
  for (const std::string_view field : {"index", "disabled"}) {
    if (!is_set(desired, field) && is_set(stored, field)) out.mutable_map().set(Value(field), *stored.find(field));
  }
  const Value* triggers = desired.find("triggers");
  const Value* stored_triggers = stored.find("triggers");
  if (triggers == nullptr || stored_triggers == nullptr) return out;
  Value kept = with_accounts(*triggers, *stored_triggers, desired.find("serviceAccount"));
  if (!kept.same_as(*triggers)) out.mutable_map().set("triggers", std::move(kept));
  return out;
}

}  // namespace sailmaker::pipeline
