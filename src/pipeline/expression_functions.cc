#include <fmt/core.h>

#include <algorithm>

#include "base/edit_distance.h"
#include "pipeline/expression_check.h"

// Calls of functions, and the stages that they name.

namespace sailmaker::pipeline {

namespace {

std::string literal_of(const SpelNode& node) {
  if (node.kind == SpelKind::text) return spel_text(node.text);
  return node.kind == SpelKind::number ? std::string(node.text) : std::string();
}

// Ids of stages are ULIDs, 26 letters and digits; nobody can know them beforehand, but an expression may pass them on.
bool looks_like_id(std::string_view name) { return name.size() == 26 && name.find_first_of(" -_") == name.npos; }

std::string count_of(const SpelFunction& function) {
  if (function.fewest == 0) return "no argument";
  return function.fewest == 1 ? "1 argument" : fmt::format("{} arguments", function.fewest);
}

}  // namespace

void ExpressionCheck::check_function(const Expression& expression, const SpelNode& node) {
  const SpelFunction* function = find_spel_function(node.text);
  if (function == nullptr) {
    std::string hint = did_you_mean(fmt::format("#{}", node.text), spel_function_names());
    // A plugin's functions have its name space in front.
    if (hint.empty() && node.text.find('_') != std::string_view::npos) return;
    return say(expression, node, Rule::unknown_function, fmt::format("Orca has no function '#{}'", node.text),
               std::move(hint));
  }
  SpelNodeId first = node.first;
  if (!check_arguments(expression, node, *function, first) || first == kNoSpelNode) return;
  const SpelNode& argument = expression.tree[first];
  if (function->names == SpelNames::nothing || literal_of(argument).empty()) return;
  looks_at_stages_ = true;
  if (function->names == SpelNames::ref_id) return check_ref_id(expression, node, argument);
  check_stage(expression, node, function->names, argument);
}

// `first` moves past an execution that somebody wrote by hand, exactly as Orca would have put it in.
bool ExpressionCheck::check_arguments(const Expression& expression, const SpelNode& node, const SpelFunction& function,
                                      SpelNodeId& first) {
  if (function.gets_execution && node.has_blank) {
    say(expression, node, Rule::function_arguments,
        fmt::format("Orca finds '#{}' only where '(' follows at once", node.text),
        fmt::format("write #{}(", node.text));
    return false;
  }
  std::size_t count = 0;
  for (SpelNodeId child = node.first; child != kNoSpelNode; child = expression.tree.next(child)) ++count;
  const std::string by_hand = fmt::format("#{}( #root.execution, ", node.text);
  if (function.gets_execution && count > 0 && expression.text.substr(node.offset).starts_with(by_hand)) {
    first = expression.tree.next(first);
    --count;
  }
  if (count >= function.fewest && count <= function.most) return true;
  say(expression, node, Rule::function_arguments,
      fmt::format("'#{}' takes {}, not {}", node.text, count_of(function), count));
  return false;
}

void ExpressionCheck::check_stage(const Expression& expression, const SpelNode& function, SpelNames names,
                                  const SpelNode& argument) {
  const std::string name = literal_of(argument);
  std::vector<ExpressionStages::Stage> found = context_.stages.named(name);
  if (found.empty()) return report_unknown_stage(expression, function, argument);
  const std::string_view wanted = names == SpelNames::judgment            ? "manualJudgment"
                                  : names == SpelNames::deployed_manifest ? "deployManifest"
                                                                          : "";
  if (!wanted.empty()) {
    const std::string_view other = context_.stages.type(found.front());
    std::erase_if(found, [&](auto stage) { return context_.stages.type(stage) != wanted; });
    if (found.empty()) {
      return say(expression, argument, Rule::stage_of_other_type,
                 fmt::format("'#{}' wants a {} stage, '{}' is a {} stage", function.text, wanted, name, other));
    }
  }
  if (found.size() > 1 && names == SpelNames::stage_or_id) {
    say(expression, argument, Rule::ambiguous_stage, fmt::format("{} stages are called '{}'", found.size(), name),
        "Orca takes the first; give them names of their own, or use #stageByRefId");
  }
  check_order(expression, argument, found, fmt::format("stage '{}'", name));
}

void ExpressionCheck::report_unknown_stage(const Expression& expression, const SpelNode& function,
                                           const SpelNode& argument) {
  const std::string name = literal_of(argument);
  if (looks_like_id(name)) return;
  const std::vector<std::string> names = context_.stages.names();
  std::string hint = did_you_mean(name, names);
  if (hint.empty() && !context_.stages.knows_all_names()) return;
  say(expression, argument, Rule::unknown_stage,
      fmt::format("'#{}' names a stage '{}', which the pipeline does not have", function.text, name), std::move(hint));
}

void ExpressionCheck::check_ref_id(const Expression& expression, const SpelNode& function, const SpelNode& argument) {
  const std::string ref_id = literal_of(argument);
  // Sub-stages have refIds such as 2<1.
  if (ref_id.find_first_of("<>=") != std::string::npos) return;
  const ExpressionStages::Stage found = context_.stages.with_ref_id(ref_id);
  if (found != ExpressionStages::kNone) {
    return check_order(expression, argument, std::span(&found, 1), fmt::format("the stage with refId '{}'", ref_id));
  }
  const std::vector<std::string> known = context_.stages.ref_ids();
  say(expression, argument, Rule::unknown_stage,
      fmt::format("'#{}' names refId '{}', which no stage has", function.text, ref_id), did_you_mean(ref_id, known));
}

void ExpressionCheck::check_order(const Expression& expression, const SpelNode& argument,
                                  std::span<const ExpressionStages::Stage> found, std::string_view what) {
  using Order = ExpressionStages::Order;
  const ExpressionStages::Stage stage = expression.place.stage;
  if (stage == ExpressionStages::kNone) return;
  bool is_later = true;
  for (const ExpressionStages::Stage other : found) {
    const Order order = context_.stages.order(stage, other);
    if (order != Order::after && order != Order::beside) return;
    is_later = is_later && order == Order::after;
  }
  if (is_later) {
    say(expression, argument, Rule::stage_runs_later, fmt::format("{} runs only after this one", what),
        "an expression sees what stages before it did");
  } else {
    say(expression, argument, Rule::stage_not_before, fmt::format("{} need not have run before this one", what),
        "let this stage require it, directly or through others");
  }
}

}  // namespace sailmaker::pipeline
