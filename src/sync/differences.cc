#include "sync/differences.h"

#include <string>

#include "pipeline/identity.h"
#include "pipeline/server_fields.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

// What cannot be read is compared as if it were empty, so that everything of the other side shows.
Value read(const std::string& body) {
  auto pipeline = parse_json(body, "pipeline");
  return pipeline && pipeline->is_map() ? std::move(*pipeline) : Value(Map());
}

}  // namespace

Value without_mark(Value pipeline) {
  if (pipeline.find("sailmaker") != nullptr) pipeline.mutable_map().erase("sailmaker");
  return pipeline;
}

Documents compared(const Value& stored, const Value& to_write) {
  return {without_mark(pipeline::comparable(stored, to_write)), without_mark(to_write)};
}

Documents changed_outside(const Value& written, const Value& stored) {
  return {without_mark(written), without_mark(pipeline::comparable(stored, written))};
}

namespace {

Value of_people(const Value& pipeline) {
  if (!pipeline.is_map()) return pipeline;
  Map out;
  for (const Map::Entry& entry : pipeline.as_map()) {
    const bool is_theirs = entry.key.is_string() && pipeline::is_server_field(entry.key.as_string());
    if (!is_theirs) out.set(entry.key, entry.value);
  }
  return without_mark(Value(std::move(out)));
}

}  // namespace

Documents versions_compared(const Value& older, const Value& newer) { return {of_people(older), of_people(newer)}; }

std::vector<diff::Change> differences_of(const Documents& documents) {
  return diff::compare(documents.before, documents.after, pipeline::identity_of);
}

Documents documents_of(const Change& change) {
  if (change.after.empty()) return {without_mark(read(change.before)), Value()};
  if (change.before.empty()) return {Value(), without_mark(read(change.after))};
  return compared(read(change.before), read(change.after));
}

}  // namespace sailmaker::sync
