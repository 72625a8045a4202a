#include "pipeline/stage_cycles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/pipeline/samples.h"
#include "value/map.h"

namespace sailmaker::pipeline {
namespace {

using Edges = std::vector<std::vector<int>>;

Value stages_of(const Edges& edges) {
  List stages;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    List requisites;
    for (const int before : edges[i]) requisites.emplace_back(std::to_string(before));
    stages.push_back(Value(Map{{"refId", Value(std::to_string(i))}, {"requisiteStageRefIds", Value(requisites)}}));
  }
  return Value(stages);
}

std::vector<std::vector<StageGraph::Stage>> cycles_of(const Edges& edges) {
  const Value stages = stages_of(edges);
  return find_cycles(StageGraph(&stages));
}

TEST(StageCycles, AreFoundOncePerKnot) {
  using Cycles = std::vector<std::vector<StageGraph::Stage>>;
  EXPECT_EQ(cycles_of({}), Cycles{});
  EXPECT_EQ(cycles_of({{}, {0}, {0, 1}}), Cycles{});
  EXPECT_EQ(cycles_of({{0}}), Cycles{});
  EXPECT_EQ(cycles_of({{2}, {0}, {1}}), (Cycles{{0, 2, 1}}));
  EXPECT_EQ(cycles_of({{1}, {0}, {3}, {2, 0}, {3}}), (Cycles{{0, 1}, {2, 3}}));
  EXPECT_EQ(cycles_of({{1, 2}, {0}, {0}}), (Cycles{{0, 1}}));
}

// Against the plain way: a stage is in a circle when it is upstream of itself.
TEST(StageCycles, AgreeWithAPlainSearch) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    Edges edges(1 + random() % 12);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      for (std::size_t n = random() % 3; n > 0; --n) {
        const int before = static_cast<int>(random() % edges.size());
        if (before != static_cast<int>(i)) edges[i].push_back(before);
      }
    }
    const Value stages = stages_of(edges);
    const StageGraph graph(&stages);
    bool circular = false;
    std::vector<bool> marks;
    for (StageGraph::Stage stage = 0; stage < graph.size(); ++stage) {
      graph.mark_upstream(stage, marks);
      circular |= marks[stage];
    }
    const auto cycles = find_cycles(graph);
    EXPECT_EQ(!cycles.empty(), circular);
    for (const auto& cycle : cycles) {
      for (std::size_t i = 0; i < cycle.size(); ++i) {
        const auto requisites = graph.requisites(cycle[i]);
        EXPECT_NE(std::find(requisites.begin(), requisites.end(), cycle[(i + 1) % cycle.size()]), requisites.end());
      }
    }
  }
}

}  // namespace
}  // namespace sailmaker::pipeline
