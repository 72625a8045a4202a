#include "pipeline/link.h"

#include <utility>

#include "pipeline/ids.h"
#include "pipeline/link_steps.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Right behind the name, where a reader looks for it; first where there is no name.
void ensure_pipeline_id(Value& document, std::string_view key) {
  Map& map = document.mutable_map();
  if (Value* there = map.find("id")) {
    if (there->is_null()) *there = Value(pipeline_id(key));
    return;
  }
  if (!map.contains("name")) return map.set_first("id", Value(pipeline_id(key)));
  Map with_id;
  with_id.reserve(map.size() + 1);
  for (Map::Entry& entry : map.entries()) {
    const bool is_name = entry.key.is_string() && entry.key.as_string() == "name";
    with_id.set(std::move(entry.key), std::move(entry.value));
    if (is_name) with_id.set("id", Value(pipeline_id(key)));
  }
  map = std::move(with_id);
}

}  // namespace

Problems link(Value& document, const LinkContext& context) {
  Problems problems;
  if (!document.is_map()) return problems;
  ensure_pipeline_id(document, context.key);
  ensure_artifact_ids(document, context.key, problems);
  link_artifact_references(document, problems);
  link_pipeline_references(document, context, problems);
  ensure_trigger_ids(document, context.key);
  sort_by_place(problems, document);
  return problems;
}

}  // namespace sailmaker::pipeline
