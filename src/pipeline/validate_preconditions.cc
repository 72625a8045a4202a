#include <fmt/core.h>

#include "pipeline/validate_steps.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

bool is_wrapped(std::string_view text) { return text.starts_with("${") && text.ends_with('}'); }

void check_one(const Value& precondition, const Trail& at, Problems& problems) {
  static const FieldTable of_all(precondition_fields());
  Seen seen;
  check_fields(precondition, {of_all, "this precondition"}, at, problems, &seen);
  const Shape* shape = find_precondition_shape(seen.text(Noted::type));
  if (shape == nullptr || shape->fields.empty()) return;
  const Value* context = seen[Noted::context];
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
  static const Value kExpression("expression");
  const Value* expression = map.is_map() ? map.as_map().find_key(kExpression) : nullptr;
  if (expression == nullptr || !expression->is_string() || !is_wrapped(expression->as_string())) return;
  report(problems, Rule::wrapped_expression, Trail(at, "expression"), "this expression stands in ${}, which Orca adds",
         "write it without ${ and }");
}

void check_preconditions(const StageAt& stage, Problems& problems) {
  const Value* list = stage[Noted::preconditions];
  if (list == nullptr || !list->is_list()) return;
  const Trail list_at(stage.at, "preconditions");
  for (std::size_t i = 0; i < list->as_list().size(); ++i) {
    if (list->as_list()[i].is_map()) check_one(list->as_list()[i], Trail(list_at, i), problems);
  }
}

}  // namespace sailmaker::pipeline
