#include "cli/live.h"

#include "pipeline/ids.h"
#include "sync/live.h"
#include "target/live.h"

namespace sailmaker::cli {

bool is_live(const FleetTarget& at) { return target::live_of(*at.target) != nullptr; }

Result<pipeline::Surroundings> live_surroundings(const Session& session, const FleetTarget& at) {
  target::Live* live = target::live_of(*at.target);
  if (live == nullptr) {
    return Error("the target " + at.describe() + " cannot tell what Spinnaker knows")
        .with_hint("--live needs a target that is an API: `target: {type: gate, ...}` or front50");
  }
  auto known = sync::surroundings_of(*live);
  if (!known || !known->pipelines) return known;
  for (const fleet::Entry& entry : session.generator().entries()) {
    if (entry.target == at.declared) known->pipelines->insert(pipeline::pipeline_id(to_string(entry.key)));
  }
  return known;
}

}  // namespace sailmaker::cli
