#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/stage_graph.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// The stages of a pipeline as expressions find them, #stage('Deploy'). What costs something is made when the first
/// expression asks. The document must outlive it.
class ExpressionStages {
 public:
  using Stage = StageGraph::Stage;
  static constexpr Stage kNone = NameIndex::kNone;

  explicit ExpressionStages(const Value* stages) : stages_(stages) {}

  /// All stages that Orca shows under this name (their type where they have none), in order.
  std::vector<Stage> named(std::string_view name) const;
  Stage with_ref_id(std::string_view ref_id) { return graph().find(ref_id); }
  /// The type; empty when it is no text.
  std::string_view type(Stage stage) const;

  enum class Order { before, same, after, beside, unknown };
  /// When `other` runs, seen from `stage`. Unknown where requisites are missing.
  Order order(Stage stage, Stage other);

  /// False when a run may have stages with other names: sub-stages, plugins' stages, names that are expressions.
  bool knows_all_names() const;
  /// All names, for near misses.
  std::vector<std::string> names() const;
  std::vector<std::string> ref_ids();

 private:
  StageGraph& graph();
  std::string_view name(const Value& stage) const;

  const Value* stages_;
  std::unique_ptr<StageGraph> graph_;
};

}  // namespace sailmaker::pipeline
