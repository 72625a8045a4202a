#include "generate/fleet_check.h"

#include <utility>

namespace sailmaker::generate {

namespace {

// Finding a place means rendering once more. After so many nobody reads on.
constexpr std::size_t kMostPlaces = 100;

Finding placed(const pipeline::CrossProblem& cross, const std::vector<pipeline::Summary>& summaries,
               const Generator& generator) {
  Finding finding = generator.place(summaries[cross.pipeline].label, cross.problem);
  if (cross.other == pipeline::CrossProblem::kNone) return finding;
  pipeline::Problem there = cross.problem;
  there.path = cross.other_path;
  const Finding second = generator.place(summaries[cross.other].label, there);
  if (second.error.source) finding.error.trace.push_back({cross.other_what, *second.error.source});
  return finding;
}

}  // namespace

void FleetCheck::add(const Generated& made) {
  if (made.name.empty()) return;
  summaries_[made.target].push_back({made.id, made.application, made.name, made.key, made.disabled, made.references});
}

std::vector<Finding> FleetCheck::findings(const Generator& generator) const {
  std::vector<Finding> findings;
  for (const auto& [target, summaries] : summaries_) add_findings(summaries, generator, findings);
  return findings;
}

void FleetCheck::add_findings(const std::vector<pipeline::Summary>& summaries, const Generator& generator,
                              std::vector<Finding>& findings) const {
  pipeline::CrossCheck check = pipeline::check_across(summaries, pipeline::Extent::some);
  for (pipeline::CrossProblem& cross : check.problems) {
    pipeline::Problem& problem = cross.problem;
    const std::string& key = summaries[cross.pipeline].label;
    if (generator.allows(problem.rule, key)) continue;
    if (problem.rule == "duplicate-name") problem.hint += "; put the stack or the template into `name`";
    if (findings.size() < kMostPlaces) {
      findings.push_back(placed(cross, summaries, generator));
    } else {
      findings.push_back({problem.severity, Error(problem.message).with_key(key), {}, problem.rule});
    }
  }
}

}  // namespace sailmaker::generate
