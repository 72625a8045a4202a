#include "pipeline/spel_fill.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/edit_distance.h"
#include "pipeline/java_text.h"
#include "pipeline/spel_parser.h"
#include "pipeline/spel_template.h"

namespace sailmaker::pipeline {

namespace {

constexpr const char* kKnown =
    "known before a run are parameters, execution.name, execution.application, texts, ?:, == and the like";

// Evaluates one expression; remembers why it could not.
class Evaluation {
 public:
  Evaluation(const SpelTree& tree, const RunInputs& inputs, std::vector<std::string>& asked,
             std::vector<std::string>& missing)
      : tree_(tree), inputs_(inputs), asked_(asked), missing_(missing) {}

  // The parser's limit ends the recursion.
  Result<Value> value(SpelNodeId id) {
    const SpelNode& node = tree_[id];
    switch (node.kind) {
      case SpelKind::null: return Value();
      case SpelKind::boolean: return Value(fold(std::string(node.text)) == "true");
      case SpelKind::text: return Value(spel_text(node.text));
      case SpelKind::number: return number(node.text);
      case SpelKind::path: return path(node);
      case SpelKind::function: return function(node);
      case SpelKind::elvis: return elvis(node);
      case SpelKind::ternary: return ternary(node);
      case SpelKind::unary: return negation(node);
      case SpelKind::binary: return binary(node);
      default: return unknown();
    }
  }

  // Names that no parameter has, and that were asked for.
  const std::vector<std::string>& undeclared() const { return undeclared_; }

 private:
  static Error unknown() { return Error("cannot be known before a run").with_hint(kKnown); }

  static Result<Value> number(std::string_view digits) {
    std::int32_t found = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), found);
    if (failed != std::errc() || end != digits.data() + digits.size()) return unknown();
    return Value(static_cast<std::int64_t>(found));
  }

  // The key that a step of a path is; empty for steps that are something else.
  std::string key_of(const SpelNode& step) const {
    if (step.kind == SpelKind::property) return std::string(step.text);
    if (step.kind != SpelKind::index || step.first == kNoSpelNode) return {};
    const SpelNode& inner = tree_[step.first];
    return inner.kind == SpelKind::text ? spel_text(inner.text) : std::string();
  }

  Result<Value> path(const SpelNode& node) {
    std::vector<std::string> keys;
    for (SpelNodeId step = node.first; step != kNoSpelNode; step = tree_.next(step))
      keys.push_back(key_of(tree_[step]));
    // A start such as 'text' or (a ? b : c) is no name.
    if (tree_[node.first].kind != SpelKind::property) return unknown();
    if (keys.size() == 2 && keys[0] == "execution" && keys[1] == "application") return Value(inputs_.application());
    if (keys.size() == 2 && keys[0] == "execution" && keys[1] == "name") return Value(inputs_.name());
    if (keys.size() == 4 && keys[0] == "execution" && keys[1] == "trigger") keys.erase(keys.begin());
    if (keys.size() == 3 && keys[0] == "trigger") keys.erase(keys.begin());
    if (keys.size() != 2 || keys[0] != "parameters" || keys[1].empty()) return unknown();
    return parameter(keys[1]);
  }

  Result<Value> parameter(const std::string& name) {
    add_once(asked_, name);
    if (inputs_.is_missing(name)) {
      add_once(missing_, name);
      Error error("needs the parameter '" + name + "'");
      error.type = kMissingParameter;
      return error;
    }
    Value found = inputs_.parameter(name);
    if (found.is_null()) undeclared_.push_back(name);
    return found;
  }

  static void add_once(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }

  Result<Value> function(const SpelNode& node) {
    if (node.first == kNoSpelNode || tree_.next(node.first) != kNoSpelNode) return unknown();
    auto argument = value(node.first);
    if (!argument) return argument;
    if (!argument->is_string()) return unknown();
    const std::string text(argument->as_string());
    if (node.text == "toBoolean") return Value(fold(text) == "true");
    if (node.text != "toInt") return unknown();
    auto found = number(text);
    return found ? std::move(found) : Result<Value>(Error("is no number: '" + text + "'"));
  }

  static std::string fold(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
  }

  Result<Value> elvis(const SpelNode& node) {
    auto left = value(node.first);
    if (!left) return left;
    const bool is_empty = left->is_null() || (left->is_string() && left->as_string().empty());
    return is_empty ? value(tree_.next(node.first)) : std::move(left);
  }

  Result<bool> condition(SpelNodeId id) {
    auto found = value(id);
    if (!found) return std::move(found).error();
    if (!found->is_boolean()) return unknown();
    return found->as_boolean();
  }

  Result<Value> ternary(const SpelNode& node) {
    auto holds = condition(node.first);
    if (!holds) return std::move(holds).error();
    const SpelNodeId yes = tree_.next(node.first);
    return value(*holds ? yes : tree_.next(yes));
  }

  Result<Value> negation(const SpelNode& node) {
    if (node.text != "!" && fold(std::string(node.text)) != "not") return unknown();
    auto holds = condition(node.first);
    if (!holds) return std::move(holds).error();
    return Value(!*holds);
  }

  Result<Value> binary(const SpelNode& node) {
    const std::string sign = fold(std::string(node.text));
    if (sign == "and" || sign == "&&" || sign == "or" || sign == "||") return logic(node, sign == "or" || sign == "||");
    auto left = value(node.first);
    if (!left) return left;
    auto right = value(tree_.next(node.first));
    if (!right) return right;
    if (sign == "==" || sign == "eq") return equal(*left, *right, true);
    if (sign == "!=" || sign == "ne") return equal(*left, *right, false);
    if (sign == "+") return sum(*left, *right);
    return unknown();
  }

  // Java evaluates the second operand only where it decides.
  Result<Value> logic(const SpelNode& node, bool is_or) {
    auto left = condition(node.first);
    if (!left) return std::move(left).error();
    if (*left == is_or) return Value(is_or);
    auto right = condition(tree_.next(node.first));
    if (!right) return std::move(right).error();
    return Value(*right);
  }

  // Java's rules for two kinds, such as a text and a number, are not ours to guess.
  static Result<Value> equal(const Value& left, const Value& right, bool wanted) {
    if (left.is_null() || right.is_null()) return Value((left.is_null() && right.is_null()) == wanted);
    if (left.kind() != right.kind()) return unknown();
    return Value((left == right) == wanted);
  }

  static Result<Value> sum(const Value& left, const Value& right) {
    if (left.is_null() || right.is_null() || (!left.is_string() && !right.is_string())) return unknown();
    return Value(java_text(left) + java_text(right));
  }

  const SpelTree& tree_;
  const RunInputs& inputs_;
  std::vector<std::string>& asked_;
  std::vector<std::string>& missing_;
  std::vector<std::string> undeclared_;
};

std::string shown(std::string_view expression) { return fmt::format("'${{{}}}'", expression); }

Error null_error(std::string_view expression, const Evaluation& evaluation, const RunInputs& inputs) {
  if (evaluation.undeclared().empty()) return Error(shown(expression) + " is null");
  const std::string& name = evaluation.undeclared().back();
  std::string hint = did_you_mean(name, inputs.declared());
  if (hint.empty()) hint = "declare it in parameterConfig, or --set " + name + "=VALUE";
  return Error(fmt::format("{} is null: the pipeline has no parameter '{}'", shown(expression), name))
      .with_hint(std::move(hint));
}

}  // namespace

Result<Value> SpelFill::fill(std::string_view text) {
  if (!holds_spel(text)) return Value(text);
  std::vector<SpelPart> parts;
  if (const auto wrong = find_spel(text, parts)) return Error(wrong->message).with_hint(wrong->hint);
  std::string out;
  std::size_t done = 0;
  SpelParser parser;
  for (const SpelPart& part : parts) {
    const std::string_view expression = text.substr(part.offset, part.length);
    if (const auto wrong = parser.parse(expression)) {
      return Error(shown(expression) + ": " + wrong->message).with_hint(wrong->hint);
    }
    Evaluation evaluation(parser.tree(), inputs_, asked_, missing_);
    auto value = evaluation.value(parser.tree().root);
    if (!value) {
      value.error().message = shown(expression) + " " + value.error().message;
      return value;
    }
    if (value->is_null()) return null_error(expression, evaluation, inputs_);
    const std::size_t begin = text.rfind("${", part.offset);
    const std::size_t end = text.find('}', part.offset + part.length) + 1;
    if (begin == 0 && end == text.size()) return value;
    out += text.substr(done, begin - done);
    out += java_text(*value);
    done = end;
  }
  out += text.substr(done);
  return Value(out);
}

}  // namespace sailmaker::pipeline
