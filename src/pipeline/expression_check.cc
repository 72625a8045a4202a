#include "pipeline/expression_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/edit_distance.h"
#include "pipeline/same_name.h"
#include "pipeline/shell_expansion.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// What a step or start names: a property, or an index that is a text.
std::string key_of(const SpelTree& tree, const SpelNode& node) {
  if (node.kind == SpelKind::property) return std::string(node.text);
  if (node.kind != SpelKind::index || node.first == kNoSpelNode) return {};
  const SpelNode& inner = tree[node.first];
  return inner.kind == SpelKind::text ? spel_text(inner.text) : std::string();
}

void add_names(const Value* maps, const Value& key, std::vector<std::string_view>& names, bool& all_known) {
  if (maps == nullptr || !maps->is_list()) return;
  names.reserve(names.size() + maps->as_list().size());
  for (const Value& map : maps->as_list()) {
    const Value* name = map.is_map() ? map.as_map().find_key(key) : nullptr;
    if (name == nullptr) continue;
    if (name->is_string()) {
      names.emplace_back(name->as_string());
      all_known = all_known && !holds_spel(name->as_string());
    } else if (name->is_map()) {
      for (std::size_t i = 0; i < name->as_map().size(); ++i) {
        if (name->as_map().at(i).key.is_string()) names.emplace_back(name->as_map().at(i).key.as_string());
      }
    }
  }
}

// Fields below which texts are for people or for other programs, who may mean something else by ${.
constexpr std::string_view kForeign[] = {
    "command",  "comments",  "contents", "description", "failureMessage", "instructions",   "label",
    "manifest", "manifests", "message",  "patchBody",   "scriptPath",     "skipWindowText", "text",
};

bool is_foreign(const ExpressionPlace& place) {
  const Path path = place.path();
  return std::any_of(path.begin(), path.end(), [](const PathStep& step) {
    const auto* key = std::get_if<std::string>(&step);
    return key != nullptr && std::find(std::begin(kForeign), std::end(kForeign), *key) != std::end(kForeign);
  });
}

bool is_true(const Value* value) { return value != nullptr && value->is_boolean() && value->as_boolean(); }

bool has_own_parameters(const Value* stage) { return stage != nullptr && stage->find("parameters") != nullptr; }

ExpressionMemory& bare_memory() {
  static thread_local ExpressionMemory memory;
  return memory;
}

const Value* list_or_null(const Value* value) { return value != nullptr && value->is_list() ? value : nullptr; }

}  // namespace

ExpressionContext::ExpressionContext(const Value& pipeline) : stages(list_or_null(pipeline.find("stages"))) {
  const Value* evaluator = pipeline.find("spelEvaluator");
  is_v4 = evaluator != nullptr && evaluator->is_string() &&
          (evaluator->as_string() == "v4" || evaluator->as_string() == "V4");
  // A strategy gets its parameters from the deploy stage, a templated pipeline from its template.
  if (is_true(pipeline.find("strategy")) || pipeline.find("template") != nullptr) return;
  std::vector<std::string_view> names;
  bool all_known = true;
  static const Value kName("name");
  static const Value kParameters("parameters");
  add_names(pipeline.find("parameterConfig"), kName, names, all_known);
  add_names(pipeline.find("triggers"), kParameters, names, all_known);
  if (all_known) parameters = std::move(names);
}

bool ExpressionPlace::has_own_parameters() const { return pipeline::has_own_parameters(stage_map); }

bool ExpressionPlace::must_evaluate() const {
  return is_condition || (stage_map != nullptr && is_true(stage_map->find("failOnFailedExpressions")));
}

void ExpressionCheck::check_text(std::string_view text, const ExpressionPlace& place) {
  static thread_local ExpressionMemory memory;
  if (is_known(memory, text, place.stage_map)) return;
  const std::size_t before = problems_.size();
  check_parts(text, 0, place);
  if (problems_.size() == before && !looks_at_stages_) memory.add(text, parameters_);
}

void ExpressionCheck::check_bare(std::string_view text, const ExpressionPlace& place) {
  const std::size_t before = problems_.size();
  check_parts(fmt::format("${{{}}}", text), 2, place);
  if (problems_.size() == before && !looks_at_stages_) bare_memory().add(text, parameters_);
}

bool ExpressionCheck::knows_bare(std::string_view text, const Value& stage) const {
  return is_known(bare_memory(), text, &stage);
}

bool ExpressionCheck::is_known(const ExpressionMemory& memory, std::string_view text, const Value* stage) const {
  const auto* parameters = memory.find(text);
  if (parameters == nullptr) return false;
  const auto is_there = [&](const std::string& name) { return declares(name); };
  return !context_.parameters || std::all_of(parameters->begin(), parameters->end(), is_there) ||
         has_own_parameters(stage);
}

bool ExpressionCheck::declares(std::string_view parameter) const {
  const auto& known = *context_.parameters;
  return std::any_of(known.begin(), known.end(), [&](std::string_view name) { return same_name(name, parameter); });
}

// `hidden`: bytes at the start (and half as many at the end) that are not in the document.
void ExpressionCheck::check_parts(std::string_view text, std::size_t hidden, const ExpressionPlace& place) {
  parameters_.clear();
  looks_at_stages_ = false;
  if (auto error = find_spel(text, parts_)) return report_syntax(text, hidden, std::move(*error), place);
  const std::size_t before = problems_.size();
  for (const SpelPart& part : parts_) {
    const std::string_view expression = text.substr(part.offset, part.length);
    if (auto error = parser_.parse(expression)) {
      error->offset += part.offset;
      // Orca evaluates nothing of a text that it cannot read as a whole.
      problems_.resize(before);
      return report_syntax(text, hidden, std::move(*error), place);
    }
    check_tree({expression, part.offset - hidden, parser_.tree(), place});
  }
}

void ExpressionCheck::report_syntax(std::string_view text, std::size_t hidden, SpelError error,
                                    const ExpressionPlace& place) {
  if (error.length == 0 && error.offset > 0) {
    --error.offset;
    error.length = 1;
  }
  const std::size_t end = text.size() - hidden / 2;
  error.offset = std::clamp(error.offset, hidden, std::max(hidden, end)) - hidden;
  const bool is_shell = hidden == 0 && holds_shell_expansion(text);
  if (!place.must_evaluate() && (is_shell || is_foreign(place))) {
    report(problems_, Rule::unread_expression, place.path(),
           fmt::format("Orca cannot read this as an expression and leaves the whole text as it is: {}", error.message),
           is_shell
               ? "if it is meant for a shell, all is well, but no other expression in this text is evaluated either"
               : std::move(error.hint),
           place.part);
  } else {
    report(problems_, Rule::expression_syntax, place.path(), std::move(error.message), std::move(error.hint),
           place.part);
  }
  problems_.back().within = Span{static_cast<std::uint32_t>(error.offset), static_cast<std::uint32_t>(error.length)};
}

// From the root in the order of the text. Inside of a selection or projection, names are those of the element; whoever
// writes `?:` behind a parameter knows that it may be missing.
void ExpressionCheck::check_tree(const Expression& expression) {
  open_.assign(1, {expression.tree.root, false});
  while (!open_.empty()) {
    const auto [id, may_be_unknown] = open_.back();
    open_.pop_back();
    const SpelNode& node = expression.tree[id];
    check_node(expression, node, may_be_unknown);
    const bool is_inside = node.kind == SpelKind::selection || node.kind == SpelKind::projection;
    bool is_guarded = node.kind == SpelKind::elvis;
    const std::size_t first = open_.size();
    for (SpelNodeId child = node.first; child != kNoSpelNode; child = expression.tree.next(child)) {
      open_.push_back({child, may_be_unknown || is_inside || is_guarded});
      is_guarded = false;
    }
    std::reverse(open_.begin() + static_cast<std::ptrdiff_t>(first), open_.end());
  }
}

void ExpressionCheck::check_node(const Expression& expression, const SpelNode& node, bool may_be_unknown) {
  switch (node.kind) {
    case SpelKind::function: return check_function(expression, node);
    case SpelKind::variable: return check_variable(expression, node);
    case SpelKind::type:
    case SpelKind::constructor: return check_type(expression, node);
    case SpelKind::bean: return say(expression, node, Rule::blocked_expression, "Orca gives expressions no beans");
    case SpelKind::method:
      if (node.text != "getClass") return;
      return say(expression, node, Rule::blocked_expression, "Orca does not let expressions call getClass()");
    case SpelKind::path:
      if (!may_be_unknown) check_parameter(expression, node);
      return;
    default: return;
  }
}

void ExpressionCheck::check_variable(const Expression& expression, const SpelNode& node) {
  const SpelFunction* function = find_spel_function(node.text);
  if (function == nullptr) return;
  say(expression, node, Rule::function_arguments, fmt::format("'#{}' is a function and is not called", node.text),
      fmt::format("write #{}({})", node.text, function->fewest == 0 ? "" : "..."));
}

void ExpressionCheck::check_type(const Expression& expression, const SpelNode& node) {
  if (is_allowed_spel_type(node.text)) return;
  say(expression, node, Rule::blocked_expression,
      fmt::format("Orca does not let expressions use the Java type '{}'", node.text),
      "allowed are String, Integer, Long, Double, Byte, Boolean, Math and, by their full names, Date, "
      "SimpleDateFormat, "
      "Random, UUID, URLEncoder, LocalDate, LocalDateTime, DayOfWeek, Instant, ChronoUnit and TemporalAdjusters");
}

// parameters.x, parameters['x'], and the same behind #root, trigger and execution.trigger.
void ExpressionCheck::check_parameter(const Expression& expression, const SpelNode& path) {
  const SpelTree& tree = expression.tree;
  SpelNodeId step = path.first;
  const auto skip = [&](std::string_view name) {
    if (step != kNoSpelNode && key_of(tree, tree[step]) == name) step = tree.next(step);
  };
  if (tree[step].kind == SpelKind::variable && tree[step].text == "root") step = tree.next(step);
  skip("execution");
  skip("trigger");
  if (step == kNoSpelNode || key_of(tree, tree[step]) != "parameters") return;
  step = tree.next(step);
  if (step == kNoSpelNode) return;
  const std::string name = key_of(tree, tree[step]);
  if (name.empty()) return;
  parameters_.push_back(name);
  if (!context_.parameters || expression.place.has_own_parameters() || declares(name)) return;
  const SpelNode& named = tree[step].kind == SpelKind::index ? tree[tree[step].first] : tree[step];
  std::string hint =
      did_you_mean(name, std::vector<std::string>(context_.parameters->begin(), context_.parameters->end()));
  if (hint.empty())
    hint = "declare it in parameterConfig; without, it is there only when whoever starts the run passes it";
  say(expression, named, Rule::undeclared_parameter, fmt::format("the pipeline declares no parameter '{}'", name),
      std::move(hint));
}

std::string_view ExpressionCheck::first_name_of(std::string_view text, std::span<const std::string_view> names) {
  if (names.empty() || !holds_spel(text) || find_spel(text, parts_)) return {};
  for (const SpelPart& part : parts_) {
    if (parser_.parse(text.substr(part.offset, part.length))) return {};
    const SpelTree& tree = parser_.tree();
    std::vector<bool> is_step(tree.nodes.size());
    for (const SpelNode& node : tree.nodes) {
      if (node.kind != SpelKind::path) continue;
      for (SpelNodeId step = tree.next(node.first); step != kNoSpelNode; step = tree.next(step)) is_step[step] = true;
    }
    for (SpelNodeId id = 0; id < tree.nodes.size(); ++id) {
      if (is_step[id] || tree[id].kind != SpelKind::property) continue;
      const auto found = std::find(names.begin(), names.end(), tree[id].text);
      if (found != names.end()) return *found;
    }
  }
  return {};
}

void ExpressionCheck::say(const Expression& expression, const SpelNode& node, Rule rule, std::string message,
                          std::string hint) {
  report(problems_, rule, expression.place.path(), std::move(message), std::move(hint), expression.place.part);
  problems_.back().within = Span{static_cast<std::uint32_t>(expression.offset + node.offset), node.length};
}

}  // namespace sailmaker::pipeline
