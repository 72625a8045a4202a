#include "generate/target_check.h"

#include "fleet/targets.h"
#include "pipeline/across.h"
#include "pipeline/ids.h"
#include "pipeline/rules.h"

namespace sailmaker::generate {

namespace {

std::string what_it_does(pipeline::Summary::Reference::Role role, const std::string& key) {
  using Role = pipeline::Summary::Reference::Role;
  switch (role) {
    case Role::runs: return "this stage starts " + key;
    case Role::run_by: return "this trigger waits for " + key;
    case Role::reads: return "this stage looks for what " + key + " made";
  }
  return {};
}

// "seoul (stack prod)"
std::string named(const fleet::Fleet& fleet, const fleet::Entry& entry) {
  return "'" + entry.target->name + "' (" + fleet::target_of(fleet, *entry.service, *entry.stack).layer + ")";
}

}  // namespace

TargetCheck::TargetCheck(const fleet::Fleet& fleet, const std::vector<fleet::Entry>& entries) : fleet_(fleet) {
  if (fleet.targets.size() < 2) return;
  for (const fleet::Entry& entry : entries) by_id_.emplace(pipeline::pipeline_id(to_string(entry.key)), &entry);
}

void TargetCheck::check(const fleet::Entry& entry, const Value& pipeline, pipeline::Problems& problems) const {
  if (by_id_.empty() || entry.target == nullptr) return;
  for (const auto& reference : pipeline::summary_of(pipeline).references) {
    const auto found = by_id_.find(reference.id);
    if (found == by_id_.end() || found->second->target == nullptr || found->second->target == entry.target) continue;
    const fleet::Entry& other = *found->second;
    report(problems, pipeline::Rule::pipeline_elsewhere, reference.path,
           what_it_does(reference.role, to_string(other.key)) + ", which is kept in another target, " +
               named(fleet_, other) + "; this one is in " + named(fleet_, entry),
           "a Spinnaker knows its own pipelines only: keep both in one target, or start the other one from outside, "
           "by a webhook");
  }
}

}  // namespace sailmaker::generate
