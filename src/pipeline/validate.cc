#include "pipeline/validate.h"

#include <fmt/core.h>

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
  check_head(pipeline, problems);
  check_triggers(pipeline, problems);
  check_stage_graph(pipeline, problems);
  check_stages(pipeline, problems);
  check_artifacts(pipeline, problems);
  check_expressions(pipeline, texts, problems);
  sort_by_place(problems, pipeline);
  return problems;
}

}  // namespace sailmaker::pipeline
