#include "pipeline/stage_graph.h"

#include "value/map.h"

namespace sailmaker::pipeline {

StageGraph::StageGraph(const Value* stages) {
  first_edge_.push_back(0);
  if (stages == nullptr || !stages->is_list()) return;
  const List& list = stages->as_list();
  ref_ids_.reserve(list.size());
  for (const Value& stage : list) {
    const Value* ref_id = stage.find("refId");
    ref_ids_.push_back(ref_id == nullptr ? Value() : *ref_id);
  }
  index_.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (ref_ids_[i].is_string()) index_.add(ref_ids_[i].as_string(), static_cast<Stage>(i));
  }
  index_.finish();
  first_edge_.reserve(list.size() + 1);
  edges_.reserve(list.size());
  misses_requisite_.reserve(list.size());
  for (const Value& stage : list) {
    add_edges(stage.find("requisiteStageRefIds"));
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
