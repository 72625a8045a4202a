#include "pipeline/stage_label.h"

#include <string_view>

namespace sailmaker::pipeline {

std::string stage_label(const Value& stage) {
  for (const std::string_view field : {"name", "refId", "type"}) {
    const Value* text = stage.find(field);
    if (text != nullptr && text->is_string() && !text->as_string().empty()) {
      return "'" + std::string(text->as_string()) + "'";
    }
  }
  return "a stage";
}

}  // namespace sailmaker::pipeline
