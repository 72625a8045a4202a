#include <fmt/core.h>

#include "pipeline/validate_steps.h"

namespace sailmaker::pipeline {

namespace {

const Shape* shape_of(const Value& precondition) {
  const Value* type = precondition.find("type");
  return type != nullptr && type->is_string() ? find_precondition_shape(type->as_string()) : nullptr;
}

bool is_wrapped(std::string_view text) { return text.starts_with("${") && text.ends_with('}'); }

void check_one(const Value& precondition, const Trail& at, Problems& problems) {
  static const FieldTable of_all(precondition_fields());
  check_fields(precondition, {of_all, "this precondition"}, at, problems);
  const Shape* shape = shape_of(precondition);
  if (shape == nullptr || shape->fields.empty()) return;
  const Value* context = precondition.find("context");
  if (context != nullptr && context->is_map()) {
    const Trail context_at(at, "context");
    const FieldTable& fields = table_of(*shape);
    check_fields(*context, {fields, "this precondition's context"}, context_at, problems);
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
