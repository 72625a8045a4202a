#include "cli/live.h"

#include "pipeline/ids.h"
#include "sync/live.h"
#include "target/live.h"

namespace sailmaker::cli {

Result<pipeline::Surroundings> live_surroundings(const Session& session) {
  const auto target = session.open_target();
  if (!target) return target.error();
  target::Live* live = target::live_of(*target->target);
  if (live == nullptr) {
    return Error("the target " + target->target->describe() + " cannot tell what Spinnaker knows")
        .with_hint("--live needs a target that is an API: `target: {type: gate, ...}` or front50");
  }
  auto known = sync::surroundings_of(*live);
  if (!known || !known->pipelines) return known;
  for (const fleet::Entry& entry : session.generator().entries()) {
    known->pipelines->insert(pipeline::pipeline_id(to_string(entry.key)));
  }
  return known;
}

}  // namespace sailmaker::cli
