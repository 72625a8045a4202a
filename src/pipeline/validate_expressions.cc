#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "pipeline/expression_check.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

// Goes to every text that Orca looks for expressions in. Most texts hold none, which costs a search for ${.

namespace sailmaker::pipeline {

namespace {

bool is_true(const Value* value) { return value != nullptr && value->is_boolean() && value->as_boolean(); }

std::string_view text_of(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string_view();
}

bool holds_any(const Value& value) {
  if (value.is_string()) return holds_spel(value.as_string());
  if (value.is_list()) return std::any_of(value.as_list().begin(), value.as_list().end(), holds_any);
  if (!value.is_map()) return false;
  for (std::size_t i = 0; i < value.as_map().size(); ++i) {
    if (holds_any(value.as_map().at(i).key) || holds_any(value.as_map().at(i).value)) return true;
  }
  return false;
}

class Walk {
 public:
  Walk(ExpressionContext& context, Problems& problems)
      : context_(context), problems_(problems), check_(context, problems) {}

  void pipeline(const Value& document, const Trail& root) {
    const Map& map = document.as_map();
    for (std::size_t i = 0; i < map.size(); ++i) {
      if (!map.at(i).key.is_string()) continue;
      const std::string_view key = map.at(i).key.as_string();
      // Echo reads triggers, and evaluates nothing.
      if (key == "triggers") continue;
      const Trail at(root, key);
      if (key == "stages" && map.at(i).value.is_list()) {
        stages(map.at(i).value, at);
      } else {
        value(map.at(i).value, at);
      }
    }
  }

 private:
  void stages(const Value& list, const Trail& at) {
    for (std::size_t i = 0; i < list.as_list().size(); ++i) {
      const Value& each = list.as_list()[i];
      if (!each.is_map()) continue;
      stage_ = static_cast<ExpressionStages::Stage>(i);
      has_own_parameters_ = each.find("parameters") != nullptr;
      fails_ = is_true(each.find("failOnFailedExpressions"));
      stage(each, Trail(at, i));
    }
    stage_ = ExpressionStages::kNone;
    has_own_parameters_ = fails_ = false;
  }

  void stage(const Value& each, const Trail& at) {
    const bool skips = is_true(each.find("skipExpressionEvaluation"));
    const Map& map = each.as_map();
    for (std::size_t i = 0; i < map.size(); ++i) {
      if (!map.at(i).key.is_string()) continue;
      const std::string_view key = map.at(i).key.as_string();
      if (skips && (key == "manifests" || key == "patchBody")) {
        skipped(map.at(i).value, at);
        continue;
      }
      text(map.at(i).key, at, key, Places::Part::key);
      value(map.at(i).value, Trail(at, key));
    }
    bare(each, at);
    if (!context_.is_v4 && text_of(each, "type") == "evaluateVariables") sequence(each, at);
  }

  void skipped(const Value& manifests, const Trail& at) {
    if (context_.is_v4 || !holds_any(manifests)) return;
    report(problems_, Rule::needs_spel_v4, Trail(at, "skipExpressionEvaluation"),
           "the manifests of this stage hold ${...}, which evaluator v3 evaluates when the run starts",
           "set `spelEvaluator: v4` in the pipeline");
  }

  void value(const Value& each, const Trail& at) {
    if (each.is_string()) return text(each, at, {}, Places::Part::value);
    if (each.is_list()) {
      for (std::size_t i = 0; i < each.as_list().size(); ++i) value(each.as_list()[i], Trail(at, i));
    } else if (each.is_map()) {
      const Map& map = each.as_map();
      for (std::size_t i = 0; i < map.size(); ++i) {
        if (!map.at(i).key.is_string()) continue;
        const std::string_view key = map.at(i).key.as_string();
        text(map.at(i).key, at, key, Places::Part::key);
        value(map.at(i).value, Trail(at, key));
      }
    }
  }

  // A value, or with Part::key the key `key` below `at`.
  void text(const Value& each, const Trail& at, std::string_view key, Places::Part part) {
    if (!holds_spel(each.as_string())) return;
    const Trail below(at, key);
    check_.check_text(each.as_string(),
                      {part == Places::Part::key ? below : at, part, stage_, has_own_parameters_, fails_});
  }

  void bare(const Value& each, const Trail& at) {
    if (const Value* enabled = each.find("stageEnabled");
        enabled != nullptr && text_of(*enabled, "type") == "expression") {
      bare_expression(*enabled, Trail(at, "stageEnabled"));
    }
    const Value* list = each.find("preconditions");
    if (list == nullptr || !list->is_list()) return;
    const Trail list_at(at, "preconditions");
    for (std::size_t i = 0; i < list->as_list().size(); ++i) {
      const Value* context = list->as_list()[i].find("context");
      if (context == nullptr || text_of(list->as_list()[i], "type") != "expression") continue;
      const Trail item_at(list_at, i);
      bare_expression(*context, Trail(item_at, "context"));
    }
  }

  void bare_expression(const Value& map, const Trail& at) {
    const std::string_view expression = text_of(map, "expression");
    const bool is_blank = expression.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (is_blank || holds_spel(expression)) return;
    const Trail expression_at(at, "expression");
    check_.check_bare(expression, {expression_at, Places::Part::value, stage_, has_own_parameters_, true});
  }

  // Before v4 all variables of a stage are evaluated at once, so none sees another.
  void sequence(const Value& each, const Trail& at) {
    const Value* variables = each.find("variables");
    if (variables == nullptr || !variables->is_list()) return;
    const Trail list_at(at, "variables");
    std::vector<std::string_view> earlier;
    for (std::size_t i = 0; i < variables->as_list().size(); ++i) {
      const Value& variable = variables->as_list()[i];
      const Trail variable_at(list_at, i);
      const std::string_view used = check_.first_name_of(text_of(variable, "value"), earlier);
      if (!used.empty()) {
        report(problems_, Rule::needs_spel_v4, Trail(variable_at, "value"),
               fmt::format("this uses variable '{}' of the same stage, which evaluator v3 does not see", used),
               "set `spelEvaluator: v4` in the pipeline, or use two stages");
      }
      if (const std::string_view key = text_of(variable, "key"); !key.empty()) earlier.push_back(key);
    }
  }

  ExpressionContext& context_;
  Problems& problems_;
  ExpressionCheck check_;
  ExpressionStages::Stage stage_ = ExpressionStages::kNone;
  bool has_own_parameters_ = false;
  bool fails_ = false;
};

}  // namespace

void check_expressions(const Value& pipeline, Problems& problems) {
  ExpressionContext context(pipeline);
  Walk(context, problems).pipeline(pipeline, Trail());
}

}  // namespace sailmaker::pipeline
