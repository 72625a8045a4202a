#include "fleet/declaration.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/edit_distance.h"
#include "value/json.h"

namespace sailmaker::fleet {

namespace {

constexpr std::array<std::pair<std::string_view, VariableType>, 7> kTypes = {{
    {"any", VariableType::any},
    {"string", VariableType::string},
    {"integer", VariableType::integer},
    {"number", VariableType::number},
    {"boolean", VariableType::boolean},
    {"list", VariableType::list},
    {"map", VariableType::map},
}};

constexpr std::size_t kLongestShown = 60;

bool is_scalar(const Value& value) { return !value.is_list() && !value.is_map(); }

// A scalar as its file has it, or as JSON: `1.10`, "on". Empty for what is too long to stand in a sentence.
std::string shown(const Value& value, std::string_view written) {
  if (!is_scalar(value)) return {};
  std::string text = written.empty() || written.find('\n') != written.npos ? to_json(value) : std::string(written);
  return text.size() <= kLongestShown ? text : std::string();
}

std::string type_hint(VariableType type, const Value& value, const std::string& text) {
  if (type == VariableType::string && is_scalar(value) && !value.is_null()) {
    return text.empty() ? "write it in quotes" : "write it in quotes: \"" + text + "\"";
  }
  const bool unquoted = type == VariableType::integer || type == VariableType::number || type == VariableType::boolean;
  if (unquoted && value.is_string() && !text.empty() && (text.front() == '"' || text.front() == '\'')) {
    return "quotes make it text; write it without them";
  }
  if (type == VariableType::list && is_scalar(value) && !text.empty()) return "a list of one is written [" + text + "]";
  return {};
}

std::string choices_text(const std::vector<Value>& choices) {
  std::string out;
  for (const Value& choice : choices) out += (out.empty() ? "" : ", ") + to_json(choice);
  return out;
}

std::string choice_hint(const std::vector<Value>& choices, const Value& value) {
  if (!value.is_string()) return {};
  std::vector<std::string> texts;
  for (const Value& choice : choices) {
    if (choice.is_string()) texts.emplace_back(choice.as_string());
  }
  return did_you_mean(value.as_string(), texts);
}

}  // namespace

std::optional<VariableType> parse_type(std::string_view name) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& type) { return type.first == name; });
  if (found == kTypes.end()) return std::nullopt;
  return found->second;
}

std::string_view to_string(VariableType type) {
  switch (type) {
    case VariableType::any: return "any value";
    case VariableType::string: return "a string";
    case VariableType::integer: return "an integer";
    case VariableType::number: return "a number";
    case VariableType::boolean: return "a boolean";
    case VariableType::list: return "a list";
    case VariableType::map: return "a map";
  }
  return "a value";
}

bool fits(VariableType type, const Value& value) {
  const bool integer = value.is_integer() || value.is_big_integer();
  switch (type) {
    case VariableType::any: return true;
    case VariableType::string: return value.is_string();
    case VariableType::integer: return integer;
    case VariableType::number: return integer || value.is_real();
    case VariableType::boolean: return value.is_boolean();
    case VariableType::list: return value.is_list();
    case VariableType::map: return value.is_map();
  }
  return false;
}

std::optional<Misfit> misfit(const VariableDeclaration& declaration, const Value& value, std::string_view written) {
  if (!fits(declaration.type, value)) {
    const std::string text = shown(value, written);
    const std::string kind(to_string(value.kind()));
    return Misfit{"'" + declaration.name + "' must be " + std::string(to_string(declaration.type)) + ", but " +
                      (text.empty() || value.is_null() ? "it" : "`" + text + "`") + " is " + kind,
                  type_hint(declaration.type, value, text)};
  }
  const auto& choices = declaration.choices;
  const auto is_value = [&](const Value& choice) { return identical(choice, value); };
  if (choices.empty() || std::any_of(choices.begin(), choices.end(), is_value)) return std::nullopt;
  const std::string text = shown(value, {});
  return Misfit{"'" + declaration.name + "' must be one of " + choices_text(choices) + ", but is " +
                    (text.empty() ? std::string(to_string(value.kind())) : text),
                choice_hint(choices, value)};
}

}  // namespace sailmaker::fleet
