#pragma once

#include <vector>

#include "pipeline/stage_graph.h"

namespace sailmaker::pipeline {

/// Stages that wait for each other: one cycle, each stage requiring the next and the last the first, for every knot of
/// stages that can all reach each other, starting at its first stage. A stage that requires itself is no cycle here.
/// Linear in stages and edges; needs no stack.
std::vector<std::vector<StageGraph::Stage>> find_cycles(const StageGraph& graph);

}  // namespace sailmaker::pipeline
