#include "generate/fleet_check.h"

#include <algorithm>
#include <cctype>
#include <tuple>
#include <utility>

#include "pipeline/rules.h"
#include "pipeline/stage_cycles.h"
#include "value/map.h"

namespace sailmaker::generate {

namespace {

using pipeline::Problem;
using pipeline::Rule;

// Finding a place means rendering once more. After so many nobody reads on.
constexpr std::size_t kMostPlaces = 100;

void append_lower(std::string_view text, std::string& out) {
  for (const char c : text) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool is_text(const Value& map, std::string_view field, std::string_view text) {
  const Value* value = map.find(field);
  return value != nullptr && value->is_string() && value->as_string() == text;
}

bool is_off(const Value& trigger) {
  const Value* enabled = trigger.find("enabled");
  return enabled == nullptr || (enabled->is_boolean() && !enabled->as_boolean());
}

void collect(const Value& pipeline, std::string_view list, Reference::Kind kind, std::vector<Reference>& out) {
  const Value* items = pipeline.find(list);
  if (items == nullptr || !items->is_list()) return;
  for (std::size_t i = 0; i < items->as_list().size(); ++i) {
    const Value& item = items->as_list()[i];
    if (!is_text(item, "type", "pipeline")) continue;
    if (kind == Reference::Kind::started_by && is_off(item)) continue;
    const Value* id = item.find("pipeline");
    if (id == nullptr || !id->is_string()) continue;
    out.push_back({kind, {std::string(list), i, std::string("pipeline")}, std::string(id->as_string())});
  }
}

Problem problem_of(Rule rule, const Path& path, std::string message, std::string hint) {
  pipeline::Problems problems;
  report(problems, rule, pipeline::Trail(), std::move(message), std::move(hint));
  problems.front().path = path;
  return std::move(problems.front());
}

}  // namespace

std::string name_identity(std::string_view application, std::string_view name) {
  std::string out;
  append_lower(application, out);
  out += '\n';  // stands in no name
  append_lower(name, out);
  return out;
}

std::vector<Reference> references_of(const Value& pipeline) {
  std::vector<Reference> references;
  collect(pipeline, "triggers", Reference::Kind::started_by, references);
  collect(pipeline, "stages", Reference::Kind::starts, references);
  return references;
}

void FleetCheck::add(const Generated& made) {
  if (made.name.empty()) return;
  claims_.push_back({name_identity(made.application, made.name), made.key, made.application, made.name, made.id,
                     made.disabled, made.references});
}

// The work of findings(), for one call.
class FleetFindings {
 public:
  using Claim = FleetCheck::Claim;

  FleetFindings(const std::vector<Claim>& claims, const Generator& generator)
      : claims_(claims), generator_(generator) {}

  std::vector<Finding> run() {
    check_names();
    for (std::size_t i = 0; i < claims_.size(); ++i) by_id_.emplace(claims_[i].id, i);
    collect_edges();
    check_cycles();
    return std::move(findings_);
  }

 private:
  // One pipeline starts another one; the reference that says so stands in either of them.
  struct Edge {
    std::size_t from;
    std::size_t to;
    std::size_t owner;
    const Reference* reference;
  };

  void check_names() {
    std::vector<const Claim*> sorted;
    sorted.reserve(claims_.size());
    for (const Claim& claim : claims_) sorted.push_back(&claim);
    std::sort(sorted.begin(), sorted.end(), [](const Claim* a, const Claim* b) {
      return std::tie(a->identity, a->key) < std::tie(b->identity, b->key);
    });
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      if (sorted[i]->identity == sorted[i - 1]->identity) report_name(*sorted[i], *sorted[i - 1]);
    }
  }

  void report_name(const Claim& claim, const Claim& other) {
    const Path name = {std::string("name")};
    add(claim,
        problem_of(Rule::duplicate_name, name,
                   "two pipelines are called '" + claim.name + "' in the application '" + claim.application +
                       "': " + other.key + " and " + claim.key,
                   "Spinnaker tells pipelines of one application apart by name, whatever the case; put the stack or "
                   "the template into `name`"),
        &other, name, "the other one is called so at");
  }

  void collect_edges() {
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      for (const Reference& reference : claims_[i].references) {
        const auto other = by_id_.find(reference.id);
        if (other == by_id_.end()) continue;
        const bool starts = reference.kind == Reference::Kind::starts;
        if (starts && claims_[other->second].disabled) report_disabled(claims_[i], reference, claims_[other->second]);
        edges_.push_back({starts ? i : other->second, starts ? other->second : i, i, &reference});
      }
    }
  }

  void report_disabled(const Claim& claim, const Reference& reference, const Claim& other) {
    add(claim,
        problem_of(Rule::disabled_pipeline, reference.path, "this stage starts " + other.key + ", which is disabled",
                   "a disabled pipeline does not run, whoever starts it"),
        &other, {std::string("disabled")}, "it is disabled at");
  }

  // The finder of cycles of stages, with pipelines for stages.
  void check_cycles() {
    if (edges_.empty()) return;
    std::vector<List> starts(claims_.size());
    for (const Edge& edge : edges_) {
      starts[edge.from].push_back(Value(claims_[edge.to].id));
      if (edge.from == edge.to) report_cycle({edge.from});
    }
    List nodes;
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      nodes.push_back(Map{{"refId", claims_[i].id}, {"requisiteStageRefIds", std::move(starts[i])}});
    }
    const Value list(std::move(nodes));
    for (const auto& cycle : find_cycles(pipeline::StageGraph(&list))) {
      report_cycle({cycle.begin(), cycle.end()});
    }
  }

  const Edge& edge_between(std::size_t from, std::size_t to) const {
    return *std::find_if(edges_.begin(), edges_.end(),
                         [&](const Edge& edge) { return edge.from == from && edge.to == to; });
  }

  void report_cycle(const std::vector<std::size_t>& cycle) {
    std::string circle;
    for (const std::size_t i : cycle) circle += claims_[i].key + " -> ";
    const Edge& first = edge_between(cycle[0], cycle[1 % cycle.size()]);
    const Claim& owner = claims_[first.owner];
    Problem problem =
        problem_of(Rule::pipeline_cycle, first.reference->path,
                   "pipelines start each other for ever: " + circle + claims_[cycle[0]].key,
                   "the arrow means \"starts\"; Spinnaker does not notice, so take one of the stages or triggers out");
    if (cycle.size() == 1) return add(owner, std::move(problem), nullptr, {}, "");
    const Edge& last = edge_between(cycle.back(), cycle[0]);
    add(owner, std::move(problem), &claims_[last.owner], last.reference->path, "and the circle is closed at");
  }

  // `also` is the place in `other` that has to do with it.
  void add(const Claim& claim, Problem problem, const Claim* other, const Path& also, std::string what) {
    if (generator_.allows(problem.rule, claim.key)) return;
    if (findings_.size() >= kMostPlaces) {
      Error error(std::move(problem.message));
      findings_.push_back({problem.severity, std::move(error).with_key(claim.key), {}, problem.rule});
      return;
    }
    Finding finding = generator_.place(claim.key, problem);
    if (other != nullptr) {
      Problem there = problem;
      there.path = also;
      const Finding second = generator_.place(other->key, there);
      if (second.error.source) finding.error.trace.push_back({std::move(what), *second.error.source});
    }
    findings_.push_back(std::move(finding));
  }

  const std::vector<Claim>& claims_;
  const Generator& generator_;
  std::unordered_map<std::string_view, std::size_t> by_id_;
  std::vector<Edge> edges_;
  std::vector<Finding> findings_;
};

std::vector<Finding> FleetCheck::findings(const Generator& generator) const {
  return FleetFindings(claims_, generator).run();
}

}  // namespace sailmaker::generate
