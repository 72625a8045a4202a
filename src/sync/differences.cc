#include "sync/differences.h"

#include <string>

#include "pipeline/identity.h"
#include "pipeline/server_fields.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

Value without_mark(Value pipeline) {
  if (pipeline.find("sailmaker") != nullptr) pipeline.mutable_map().erase("sailmaker");
  return pipeline;
}

}  // namespace

std::vector<diff::Change> differences_of(const Value& before, const Value& after) {
  return diff::compare(without_mark(before), without_mark(after), pipeline::identity_of);
}

Value shown(const std::string& body) {
  if (body.empty()) return Value();
  auto pipeline = parse_json(body, "pipeline");
  return pipeline && pipeline->is_map() ? without_mark(std::move(*pipeline)) : Value();
}

}  // namespace sailmaker::sync
