#include "pipeline/validate.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "pipeline/validate_steps.h"

namespace sailmaker::pipeline {

Problems validate(const Value& pipeline) {
  Problems problems;
  if (!pipeline.is_map()) {
    report(problems, Rule::not_a_map, Trail(),
           fmt::format("a pipeline is a map, this is {}", to_string(pipeline.kind())));
    return problems;
  }
  SpelTexts texts;
  if (!check_json(pipeline, texts, problems)) return problems;
  const Seen head = check_head(pipeline, problems);
  check_triggers(head, problems);
  Problems of_stages;
  const std::vector<StageNotes> stages = check_stages(head, of_stages);
  check_stage_graph(head, stages, problems);
  std::move(of_stages.begin(), of_stages.end(), std::back_inserter(problems));
  check_artifacts(head, problems);
  check_expressions(pipeline, stages, texts, problems);
  sort_by_place(problems, pipeline);
  return problems;
}

}  // namespace sailmaker::pipeline
