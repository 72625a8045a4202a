#include "pipeline/defaults.h"

#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

bool is_in_the_way(const Map::Entry& field, const Value& pipeline) {
  return field.key.as_string() == "limitConcurrent" && identical(field.value, Value(true)) &&
         pipeline.find("maxConcurrentExecutions") != nullptr;
}

}  // namespace

void add_defaults(Value& pipeline, const Value& defaults) {
  if (!pipeline.is_map() || !defaults.is_map()) return;
  for (const Map::Entry& field : defaults.as_map()) {
    const bool is_there = pipeline.find(field.key.as_string()) != nullptr;
    if (!is_there && !is_in_the_way(field, pipeline)) pipeline.mutable_map().set(field.key, field.value);
  }
}

}  // namespace sailmaker::pipeline
