#include "pipeline/mark.h"

#include "base/digest.h"
#include "pipeline/canonical.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

constexpr std::string_view kField = "sailmaker";

const Value* text_of(const Value& mark, std::string_view field) {
  const Value* text = mark.find(field);
  return text != nullptr && text->is_string() ? text : nullptr;
}

}  // namespace

std::optional<Mark> mark_of(const Value& pipeline) {
  const Value* mark = pipeline.find(kField);
  if (mark == nullptr) return std::nullopt;
  const Value* key = text_of(*mark, "key");
  const Value* digest = text_of(*mark, "digest");
  if (key == nullptr || digest == nullptr) return std::nullopt;
  return Mark{std::string(key->as_string()), std::string(digest->as_string())};
}

void set_mark(Value& pipeline, const Mark& mark) {
  Map& map = pipeline.mutable_map();
  const bool is_last = !map.empty() && map.at(map.size() - 1).key == Value(kField);
  if (!is_last) map.erase(Value(kField));
  map.set(Value(kField), Value(Map{{"key", Value(mark.key)}, {"digest", Value(mark.digest)}}));
}

std::string digest_of(const Value& pipeline) { return "sha256:" + sha256_hex(canonical_text(pipeline)); }

}  // namespace sailmaker::pipeline
