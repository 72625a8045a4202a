#include <fmt/core.h>

#include "pipeline/validate_steps.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kPrecondition[] = {
    {"type", kText, Need::required, "expression stageStatus clusterSize noop"},
    {"failPipeline", kBoolean | kNull | kSpel},
    {"context", kMap | kNull | kSpel},
};

constexpr Field kExpression[] = {{"expression", kText | kBoolean, Need::required}};
constexpr Field kStageStatus[] = {{"stageName", kText, Need::required}, {"stageStatus", kText, Need::required}};

const FieldTable* context_fields(const Value& precondition) {
  static const FieldTable expression(kExpression);
  static const FieldTable stage_status(kStageStatus);
  const Value* type = precondition.find("type");
  if (type == nullptr || !type->is_string()) return nullptr;
  if (type->as_string() == "expression") return &expression;
  return type->as_string() == "stageStatus" ? &stage_status : nullptr;
}

std::string describe(const Value&) { return "this precondition"; }
std::string describe_context(const Value&) { return "this precondition's context"; }

bool is_wrapped(std::string_view text) { return text.starts_with("${") && text.ends_with('}'); }

void check_one(const Value& precondition, const Trail& at, Problems& problems) {
  static const FieldTable of_all(kPrecondition);
  check_fields(precondition, {of_all, Quoted::refused, describe}, at, problems);
  const FieldTable* fields = context_fields(precondition);
  if (fields == nullptr) return;
  const Value* context = precondition.find("context");
  if (context != nullptr && context->is_map()) {
    const Trail context_at(at, "context");
    check_fields(*context, {*fields, Quoted::refused, describe_context}, context_at, problems);
    check_bare_expression(*context, context_at, problems);
  } else if (context == nullptr) {
    report(problems, Rule::missing_field, at, "this precondition has no 'context'");
  }
}

}  // namespace

void check_bare_expression(const Value& map, const Trail& at, Problems& problems) {
  const Value* expression = map.find("expression");
  if (expression == nullptr || !expression->is_string() || !is_wrapped(expression->as_string())) return;
  report(problems, Rule::wrapped_expression, Trail(at, "expression"), "this expression stands in ${}, which Orca adds",
         "write it without ${ and }");
}

void check_preconditions(const Value& stage, const Trail& at, Problems& problems) {
  const Value* list = stage.find("preconditions");
  if (list == nullptr || !list->is_list()) return;
  const Trail list_at(at, "preconditions");
  for (std::size_t i = 0; i < list->as_list().size(); ++i) {
    if (list->as_list()[i].is_map()) check_one(list->as_list()[i], Trail(list_at, i), problems);
  }
}

}  // namespace sailmaker::pipeline
