#include <map>
#include <string>

#include "pipeline/ids.h"
#include "pipeline/link_steps.h"
#include "pipeline/trigger_name.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

bool lacks_id(const Value& trigger) {
  if (!trigger.is_map()) return false;
  const Value* id = trigger.find("id");
  return id == nullptr || id->is_null();
}

}  // namespace

void ensure_trigger_ids(Value& document, std::string_view key) {
  Value* triggers = document.mutable_map().find("triggers");
  if (triggers == nullptr || !triggers->is_list()) return;
  std::map<std::string, int> seen;
  for (std::size_t i = 0; i < triggers->as_list().size(); ++i) {
    // Those with an id of their own count too: an equal sibling keeps its number when the first one gets an id.
    std::string what = trigger_name(triggers->as_list()[i]);
    const int number = ++seen[what];
    if (!lacks_id(triggers->as_list()[i])) continue;
    if (number > 1) what += '\n' + std::to_string(number);
    triggers->mutable_list()[i].mutable_map().set("id", Value(trigger_id(key, what)));
  }
}

}  // namespace sailmaker::pipeline
