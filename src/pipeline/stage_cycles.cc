#include "pipeline/stage_cycles.h"

#include <algorithm>
#include <utility>

namespace sailmaker::pipeline {

namespace {

using Stage = StageGraph::Stage;
using Stages = std::vector<Stage>;

// A quick look that settles nearly all graphs: stages are done once their requisites are. May be true without a cycle.
bool may_have_cycle(const StageGraph& graph) {
  // Stages mostly stand in the order in which they run, so that one round does it.
  std::vector<bool> done(graph.size(), false);
  std::size_t left = graph.size();
  for (int round = 0; round < 2 && left > 0; ++round) {
    for (Stage stage = 0; stage < graph.size(); ++stage) {
      if (done[stage]) continue;
      const auto requisites = graph.requisites(stage);
      if (!std::all_of(requisites.begin(), requisites.end(), [&](Stage before) { return done[before]; })) continue;
      done[stage] = true;
      --left;
    }
  }
  return left > 0;
}

// Tarjan's strongly connected components, with the calls on a list of our own.
class Knots {
 public:
  explicit Knots(const StageGraph& graph)
      : graph_(graph), order_(graph.size(), 0), low_(graph.size(), 0), knot_(graph.size(), kOpen) {}

  /// The knot of each stage; those of one knot share the number.
  Stages run() {
    for (Stage stage = 0; stage < graph_.size(); ++stage) {
      if (order_[stage] == 0) visit_all_from(stage);
    }
    return std::move(knot_);
  }

 private:
  static constexpr Stage kOpen = NameIndex::kNone;

  struct Call {
    Stage stage;
    std::size_t next_edge;
  };

  void enter(Stage stage) {
    order_[stage] = low_[stage] = ++entered_;
    stack_.push_back(stage);
    calls_.push_back({stage, 0});
  }

  void visit_all_from(Stage first) {
    enter(first);
    while (!calls_.empty()) {
      Call& call = calls_.back();
      const auto edges = graph_.requisites(call.stage);
      if (call.next_edge == edges.size()) {
        leave(call.stage);
        continue;
      }
      const Stage before = edges[call.next_edge++];
      if (order_[before] == 0) {
        enter(before);
      } else if (knot_[before] == kOpen) {
        low_[call.stage] = std::min(low_[call.stage], order_[before]);
      }
    }
  }

  void leave(Stage stage) {
    calls_.pop_back();
    if (!calls_.empty()) low_[calls_.back().stage] = std::min(low_[calls_.back().stage], low_[stage]);
    if (low_[stage] != order_[stage]) return;
    while (knot_[stage] == kOpen) {
      knot_[stack_.back()] = stage;
      stack_.pop_back();
    }
  }

  const StageGraph& graph_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> low_;
  Stages knot_;
  Stages stack_;
  std::vector<Call> calls_;
  std::uint32_t entered_ = 0;
};

// A way from `first` back to it inside its knot: breadth first, so that it is a short one.
Stages cycle_through(const StageGraph& graph, Stage first, const Stages& knots, Stages& came_from) {
  Stages waiting = {first};
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    const Stage stage = waiting[i];
    for (const Stage before : graph.requisites(stage)) {
      if (before == stage || knots[before] != knots[first]) continue;
      if (before == first) {
        Stages cycle = {stage};
        while (cycle.back() != first) cycle.push_back(came_from[cycle.back()]);
        std::reverse(cycle.begin(), cycle.end());
        return cycle;
      }
      if (came_from[before] != NameIndex::kNone) continue;
      came_from[before] = stage;
      waiting.push_back(before);
    }
  }
  return {};
}

}  // namespace

std::vector<Stages> find_cycles(const StageGraph& graph) {
  std::vector<Stages> cycles;
  if (!may_have_cycle(graph)) return cycles;
  const Stages knots = Knots(graph).run();
  Stages came_from(graph.size(), NameIndex::kNone);
  std::vector<bool> seen(graph.size(), false);
  for (Stage stage = 0; stage < graph.size(); ++stage) {
    if (seen[knots[stage]]) continue;
    seen[knots[stage]] = true;
    Stages cycle = cycle_through(graph, stage, knots, came_from);
    if (!cycle.empty()) cycles.push_back(std::move(cycle));
  }
  return cycles;
}

}  // namespace sailmaker::pipeline
