#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "pipeline/name_index.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// Which stage runs after which. Stages are numbered as they stand in the document's list; what is no map, has no
/// refId or requires unknown stages is tolerated here: validate() speaks about it.
class StageGraph {
 public:
  using Stage = NameIndex::Place;

  /// What a stage says of itself; nullptr for what it does not say.
  struct Links {
    const Value* ref_id;
    const Value* requisites;
  };

  /// `stages` is the document's list; null when it has none. Keeps no reference to it.
  explicit StageGraph(const Value* stages);
  /// The same, of somebody who has looked each stage's links up already.
  explicit StageGraph(std::span<const Links> stages);
  StageGraph(const StageGraph&) = delete;
  StageGraph& operator=(const StageGraph&) = delete;

  std::size_t size() const { return ref_ids_.size(); }
  /// Empty where the stage has none that is text.
  std::string_view ref_id(Stage stage) const {
    return ref_ids_[stage].is_string() ? ref_ids_[stage].as_string() : std::string_view();
  }
  /// The first stage with this refId, NameIndex::kNone if there is none.
  Stage find(std::string_view ref_id) const { return index_.find(ref_id); }
  /// The stages that must end before `stage` starts; unknown ones are left out.
  std::span<const Stage> requisites(Stage stage) const {
    return {edges_.data() + first_edge_[stage], edges_.data() + first_edge_[stage + 1]};
  }

  /// True for a stage with a requisite that is no stage, or with something else where a list of refIds belongs.
  bool misses_requisite(Stage stage) const { return misses_requisite_[stage]; }

  struct Walk {
    std::size_t edges = 0;          ///< followed
    bool misses_requisite = false;  ///< one of the stages, or the first, requires what is no stage: more may run before
  };
  /// Marks all stages that run before `stage` (its requisites, theirs, ...).
  Walk mark_upstream(Stage stage, std::vector<bool>& marks) const;

 private:
  void add_edges(const Value* requisites);

  std::vector<Value> ref_ids_;
  NameIndex index_;
  std::vector<Stage> edges_;
  std::vector<std::uint32_t> first_edge_;
  std::vector<bool> misses_requisite_;
};

}  // namespace sailmaker::pipeline
