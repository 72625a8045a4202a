#include "pipeline/identity.h"

#include <string_view>

#include "pipeline/trigger_name.h"

namespace sailmaker::pipeline {

namespace {

std::string text_of(const Value& item, std::string_view field) {
  const Value* text = item.find(field);
  return text != nullptr && text->is_string() ? std::string(text->as_string()) : std::string();
}

// The first of two fields that says something: artifacts may go without displayName, inputs without id.
std::string first_of(const Value& item, std::string_view field, std::string_view other) {
  std::string text = text_of(item, field);
  return text.empty() ? text_of(item, other) : text;
}

}  // namespace

std::string identity_of(const Path& list, const Value& item) {
  const auto* name = list.empty() ? nullptr : std::get_if<std::string>(&list.back());
  if (name == nullptr || !item.is_map()) return {};
  if (*name == "stages") return text_of(item, "refId");
  if (*name == "expectedArtifacts") return first_of(item, "displayName", "id");
  if (*name == "parameterConfig") return text_of(item, "name");
  if (*name == "triggers") return trigger_name(item);
  if (*name == "variables") return first_of(item, "key", "name");
  if (*name == "inputArtifacts") return text_of(item, "id");
  return {};
}

}  // namespace sailmaker::pipeline
