#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "pipeline/expression_check.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

// Goes to every text that Orca looks for expressions in.

namespace sailmaker::pipeline {

namespace {

bool is_true(const Value* value) { return value != nullptr && value->is_boolean() && value->as_boolean(); }

std::string_view text_of(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string_view();
}

const Value* find_in(const Value& map, const Value& key) { return map.is_map() ? map.as_map().find_key(key) : nullptr; }

class ExpressionRun {
 public:
  ExpressionRun(const Value& pipeline, std::span<const StageNotes> notes, ExpressionContext& context,
                Problems& problems)
      : pipeline_(pipeline), notes_(notes), context_(context), problems_(problems), check_(context, problems) {
    stages_step_ = pipeline.as_map().place_of(Value("stages"));
    if (stages_step_ == Map::npos) return;
    const Value& stages = pipeline.as_map().at(stages_step_).value;
    if (stages.is_list()) stages_ = &stages.as_list();
  }

  void texts(const SpelTexts& texts) {
    for (const SpelTexts::Text& each : texts.all()) text(each, texts.steps(each));
  }

  // Where Orca itself puts ${ } around, and what evaluates its texts in its own way.
  void stages() {
    const Trail root;
    const Trail list_at(root, "stages");
    for (std::size_t i = 0; i < notes_.size(); ++i) {
      bare((*stages_)[i], notes_[i], static_cast<Stage>(i));
      if (!context_.is_v4 && is_sequence(notes_[i])) sequence((*stages_)[i], Trail(list_at, i));
    }
  }

 private:
  using Stage = ExpressionStages::Stage;

  void text(const SpelTexts::Text& each, Steps steps) {
    // Echo reads triggers, and evaluates nothing.
    if (pipeline_.as_map().at(steps[0]).key.as_string() == "triggers") return;
    ExpressionPlace place{pipeline_, steps, each.part};
    if (stages_ != nullptr && steps[0] == stages_step_) {
      const Value& stage = (*stages_)[steps[1]];
      if (!stage.is_map() || is_skipped(stage, steps)) return;
      place.stage = steps[1];
      place.stage_map = &stage;
    }
    check_.check_text(each.text->as_string(), place);
  }

  // Whether the text stands in manifests that Orca leaves alone.
  bool is_skipped(const Value& stage, Steps steps) {
    const std::string_view field = stage.as_map().at(steps[2]).key.as_string();
    if (field != "manifests" && field != "patchBody") return false;
    if (!is_true(stage.find("skipExpressionEvaluation"))) return false;
    const Path at = {std::string("stages"), std::size_t{steps[1]}, std::string("skipExpressionEvaluation")};
    const bool is_said = !problems_.empty() && problems_.back().path == at;
    if (context_.is_v4 || is_said) return true;
    report(problems_, Rule::needs_spel_v4, at,
           "the manifests of this stage hold ${...}, which evaluator v3 evaluates when the run starts",
           "set `spelEvaluator: v4` in the pipeline");
    return true;
  }

  // Where `field` stands among the entries of a map that has it.
  static std::uint32_t step_of(const Value& map, const char* field) {
    return static_cast<std::uint32_t>(map.as_map().place_of(Value(field)));
  }

  static bool is_sequence(const StageNotes& notes) {
    return notes.type != nullptr && notes.type->is_string() && notes.type->as_string() == "evaluateVariables";
  }

  void bare(const Value& stage, const StageNotes& notes, Stage number) {
    const auto stages_step = static_cast<std::uint32_t>(stages_step_);
    const Value* enabled = notes.stage_enabled;
    if (enabled != nullptr && needs_look(*enabled, *enabled, stage)) {
      const std::uint32_t way[] = {stages_step, number, step_of(stage, "stageEnabled"),
                                   step_of(*enabled, "expression")};
      check_.check_bare(text_of(*enabled, "expression"), {pipeline_, way, Places::Part::value, number, &stage, true});
    }
    const Value* list = notes.preconditions;
    if (list == nullptr || !list->is_list()) return;
    for (std::size_t i = 0; i < list->as_list().size(); ++i) {
      const Value& precondition = list->as_list()[i];
      const Value* context = precondition.find("context");
      if (context == nullptr || !needs_look(precondition, *context, stage)) continue;
      const std::uint32_t way[] = {stages_step,
                                   number,
                                   step_of(stage, "preconditions"),
                                   static_cast<std::uint32_t>(i),
                                   step_of(precondition, "context"),
                                   step_of(*context, "expression")};
      check_.check_bare(text_of(*context, "expression"), {pipeline_, way, Places::Part::value, number, &stage, true});
    }
  }

  // Whether `typed` says that `map` holds an expression, and it is one that nobody has looked at.
  bool needs_look(const Value& typed, const Value& map, const Value& stage) const {
    static const Value kType("type");
    static const Value kExpression("expression");
    const Value* type = find_in(typed, kType);
    if (type == nullptr || !type->same_as(kExpression)) return false;
    const Value* text = find_in(map, kExpression);
    if (text == nullptr || !text->is_string()) return false;
    const std::string_view expression = text->as_string();
    if (check_.knows_bare(expression, stage)) return false;
    const bool is_blank = expression.find_first_not_of(" \t\r\n") == std::string_view::npos;
    return !is_blank && !holds_spel(expression);
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

  const Value& pipeline_;
  std::span<const StageNotes> notes_;
  ExpressionContext& context_;
  Problems& problems_;
  ExpressionCheck check_;
  std::size_t stages_step_ = Map::npos;  // of `stages` among the pipeline's entries
  const List* stages_ = nullptr;
};

}  // namespace

void check_expressions(const Value& pipeline, std::span<const StageNotes> stages, const SpelTexts& texts,
                       Problems& problems) {
  ExpressionContext context(pipeline);
  ExpressionRun run(pipeline, stages, context, problems);
  run.texts(texts);
  run.stages();
}

}  // namespace sailmaker::pipeline
