#include "target/api_pipeline.h"

#include <algorithm>
#include <charconv>

#include "base/digest.h"
#include "pipeline/server_fields.h"
#include "pipeline/stored_form.h"
#include "target/id.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

std::int64_t milliseconds_of(const Value& pipeline) {
  const Value* time = pipeline.find("updateTs");
  if (time != nullptr && time->is_integer()) return time->as_integer();
  if (time == nullptr || !time->is_string()) return 0;
  const std::string_view text = time->as_string();
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? number : 0;
}

}  // namespace

std::string api_version(const Value& pipeline) {
  Map said;
  for (const Map::Entry& entry : pipeline.as_map()) {
    const std::string_view field = entry.key.is_string() ? entry.key.as_string() : std::string_view();
    if (field == "index" || pipeline::is_server_field(field) || pipeline::says_nothing(field, entry.value)) continue;
    said.set(entry.key, entry.value);
  }
  return sha256_hex(to_json(Value(std::move(said)), JsonStyle::sorted));
}

Stored api_stored(const Value& pipeline) {
  return {to_json(pipeline), api_version(pipeline), milliseconds_of(pipeline)};
}

std::string text_of(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::optional<std::string> api_id(const Value& pipeline) {
  std::string id = text_of(pipeline, "id");
  std::transform(id.begin(), id.end(), id.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  if (!check_api_id(id)) return {};
  return id;
}

Result<void> check_api_id(std::string_view id) {
  if (auto good = check_id(id); !good) return good;
  const auto is_odd = [](char c) { return c == '%' || c == ';' || static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(id.begin(), id.end(), is_odd)) return {};
  return Error("Spinnaker's API cannot be asked safely for the pipeline '" + std::string(id) +
               "': its id has a '%', a ';' or a letter beyond ASCII")
      .with_hint("give it a lower-case UUID as id");
}

}  // namespace sailmaker::target
