#include "pipeline/run_inputs.h"

#include "pipeline/java_text.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

std::string text_of(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool is_true(const Value* value) { return value != nullptr && value->is_boolean() && value->as_boolean(); }

}  // namespace

RunInputs::RunInputs(const Value& pipeline, const std::map<std::string, std::string>& given)
    : given_(given.begin(), given.end()),
      application_(text_of(pipeline, "application")),
      name_(text_of(pipeline, "name")) {
  const Value* list = pipeline.find("parameterConfig");
  if (list == nullptr || !list->is_list()) return;
  for (const Value& item : list->as_list()) {
    const std::string name = text_of(item, "name");
    if (name.empty()) continue;
    const Value* fallback = item.find("default");
    Declared declared;
    if (fallback != nullptr && !fallback->is_null()) declared.fallback = java_text(*fallback);
    declared.required = is_true(item.find("required"));
    if (declared_.emplace(name, std::move(declared)).second) names_.push_back(name);
  }
}

Value RunInputs::parameter(std::string_view name) const {
  if (const auto given = given_.find(name); given != given_.end()) return given->second;
  const auto declared = declared_.find(name);
  return declared == declared_.end() ? Value() : declared->second.fallback;
}

bool RunInputs::is_missing(std::string_view name) const {
  const auto declared = declared_.find(name);
  if (declared == declared_.end()) return false;
  const Value value = parameter(name);
  return value.is_null() || (declared->second.required && value.as_string().empty());
}

}  // namespace sailmaker::pipeline
