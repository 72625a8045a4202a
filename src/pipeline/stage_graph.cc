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
  for (const Value& stage : list) {
    const Value* requisites = stage.find("requisiteStageRefIds");
    if (requisites != nullptr && requisites->is_list()) {
      for (const Value& ref_id : requisites->as_list()) {
        const Stage found = ref_id.is_string() ? index_.find(ref_id.as_string()) : NameIndex::kNone;
        if (found != NameIndex::kNone) edges_.push_back(found);
      }
    }
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
  }
}

std::size_t StageGraph::mark_upstream(Stage stage, std::vector<bool>& marks) const {
  marks.assign(size(), false);
  std::vector<Stage> waiting = {stage};
  std::size_t followed = 0;
  while (!waiting.empty()) {
    const Stage next = waiting.back();
    waiting.pop_back();
    for (const Stage before : requisites(next)) {
      ++followed;
      if (marks[before]) continue;
      marks[before] = true;
      waiting.push_back(before);
    }
  }
  return followed;
}

}  // namespace sailmaker::pipeline
