#include "cli/stored_pipeline.h"

#include <algorithm>

#include "cli/arguments.h"
#include "cli/fleet_target.h"
#include "sync/adoption.h"
#include "value/json.h"

namespace sailmaker::cli {

namespace {

// Of a pipeline whose own id is not stored.
Result<std::optional<target::Stored>> read_adopted(const Arguments& arguments, const Session& session,
                                                   const std::string& id, target::Target& target) {
  sync::PlanOptions options;
  options.threads = threads_of(arguments);
  const auto inventory = sync::take_inventory(session.generator(), target, options);
  if (!inventory) return inventory.error();
  const auto other = inventory->adopted.find(id);
  if (other == inventory->adopted.end()) return std::optional<target::Stored>();
  return target.read(other->second);
}

}  // namespace

Result<Value> stored_pipeline(const Arguments& arguments, const Session& session, const generate::Generated& made) {
  auto targets = open_targets(arguments, session.fleet());
  if (!targets) return std::move(targets).error();
  const auto at = std::find_if(targets->begin(), targets->end(),
                               [&](const FleetTarget& each) { return each.declared == made.target; });
  if (at == targets->end()) return Error("the pipeline is kept in another target").with_key(made.key);
  auto stored = at->target->read(made.id);
  if (stored && !*stored) stored = read_adopted(arguments, session, made.id, *at->target);
  if (!stored) return std::move(stored).error();
  if (!*stored) return Value();
  return parse_json((*stored)->body, "stored pipeline " + made.id);
}

}  // namespace sailmaker::cli
