#include "pipeline/stage_graph.h"

#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

std::vector<StageGraph::Links> links_of(const Value* stages) {
  std::vector<StageGraph::Links> links;
  if (stages == nullptr || !stages->is_list()) return links;
  links.reserve(stages->as_list().size());
  for (const Value& stage : stages->as_list())
    links.push_back({stage.find("refId"), stage.find("requisiteStageRefIds")});
  return links;
}

}  // namespace

StageGraph::StageGraph(const Value* stages) : StageGraph(links_of(stages)) {}

StageGraph::StageGraph(std::span<const Links> stages) {
  ref_ids_.reserve(stages.size());
  for (const Links& stage : stages) ref_ids_.push_back(stage.ref_id == nullptr ? Value() : *stage.ref_id);
  index_.reserve(stages.size());
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (ref_ids_[i].is_string()) index_.add(ref_ids_[i].as_string(), static_cast<Stage>(i));
  }
  index_.finish();
  first_edge_.reserve(stages.size() + 1);
  first_edge_.push_back(0);
  edges_.reserve(stages.size());
  misses_requisite_.reserve(stages.size());
  for (const Links& stage : stages) {
    add_edges(stage.requisites);
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
  }
}

void StageGraph::add_edges(const Value* requisites) {
  const bool is_list = requisites != nullptr && requisites->is_list();
  bool misses = requisites != nullptr && !is_list && !requisites->is_null();
  for (std::size_t i = 0; is_list && i < requisites->as_list().size(); ++i) {
    const Value& ref_id = requisites->as_list()[i];
    const Stage found = ref_id.is_string() ? index_.find(ref_id.as_string()) : NameIndex::kNone;
    misses |= found == NameIndex::kNone;
    if (found != NameIndex::kNone) edges_.push_back(found);
  }
  misses_requisite_.push_back(misses);
}

StageGraph::Walk StageGraph::mark_upstream(Stage stage, std::vector<bool>& marks) const {
  marks.assign(size(), false);
  std::vector<Stage> waiting = {stage};
  Walk walk;
  while (!waiting.empty()) {
    const Stage next = waiting.back();
    waiting.pop_back();
    walk.misses_requisite |= misses_requisite_[next];
    for (const Stage before : requisites(next)) {
      ++walk.edges;
      if (marks[before]) continue;
      marks[before] = true;
      waiting.push_back(before);
    }
  }
  return walk;
}

}  // namespace sailmaker::pipeline
