#include "sync/json_fields.h"

#include "value/map.h"

namespace sailmaker::sync {

void JsonFields::fail(std::string_view key, std::string_view kind) {
  if (!error_) error_ = Error(where_ + ": '" + std::string(key) + "' must be " + std::string(kind));
}

std::string JsonFields::text(std::string_view key) {
  const Value* found = map_.find(key);
  if (found == nullptr || !found->is_string()) return fail(key, "text"), std::string();
  return std::string(found->as_string());
}

std::optional<std::string> JsonFields::text_or_null(std::string_view key) {
  const Value* found = map_.find(key);
  if (found != nullptr && found->is_null()) return std::nullopt;
  return text(key);
}

std::int64_t JsonFields::integer(std::string_view key) {
  const Value* found = map_.find(key);
  if (found == nullptr || !found->is_integer()) return fail(key, "a number"), 0;
  return found->as_integer();
}

std::size_t JsonFields::count(std::string_view key) {
  const std::int64_t number = integer(key);
  if (number < 0) return fail(key, "a number that counts"), 0;
  return static_cast<std::size_t>(number);
}

bool JsonFields::boolean(std::string_view key) {
  const Value* found = map_.find(key);
  if (found == nullptr || !found->is_boolean()) return fail(key, "true or false"), false;
  return found->as_boolean();
}

const List& JsonFields::list(std::string_view key) {
  static const List none;
  const Value* found = map_.find(key);
  if (found == nullptr || !found->is_list()) return fail(key, "a list"), none;
  return found->as_list();
}

}  // namespace sailmaker::sync
