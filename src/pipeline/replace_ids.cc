#include <optional>
#include <string>
#include <utility>

#include "base/uuid.h"
#include "pipeline/link.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

using Ids = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t kIdSize = 36;

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// An id that stands alone: no letter or digit touches it.
bool is_id_at(std::string_view text, std::size_t at) {
  if (text[at + 8] != '-' || text[at + 13] != '-' || !is_uuid(text.substr(at, kIdSize))) return false;
  const bool touches_before = at > 0 && is_word(text[at - 1]);
  const bool touches_behind = at + kIdSize < text.size() && is_word(text[at + kIdSize]);
  return !touches_before && !touches_behind;
}

// The next known id in `text` from `at` on.
Ids::const_iterator next_id(std::string_view text, std::size_t& at, const Ids& ids) {
  for (; at + kIdSize <= text.size(); ++at) {
    if (!is_id_at(text, at)) continue;
    const auto found = ids.find(text.substr(at, kIdSize));
    if (found != ids.end()) return found;
  }
  return ids.end();
}

// Nothing when the text holds none of the ids.
std::optional<std::string> replaced_text(std::string_view text, const Ids& ids) {
  std::size_t at = 0;
  auto found = next_id(text, at, ids);
  if (found == ids.end()) return std::nullopt;
  std::string out;
  std::size_t done = 0;
  for (; found != ids.end(); found = next_id(text, at, ids)) {
    out.append(text, done, at - done);
    out += found->second;
    at += kIdSize;
    done = at;
  }
  out.append(text, done);
  return out;
}

// What `value` becomes; nothing when it holds none of the ids, so that untouched parts stay shared.
std::optional<Value> replaced(const Value& value, const Ids& ids, int depth);

std::optional<Value> replaced_list(const Value& value, const Ids& ids, int depth) {
  std::optional<Value> out;
  for (std::size_t i = 0; i < value.as_list().size(); ++i) {
    auto item = replaced(value.as_list()[i], ids, depth + 1);
    if (!item) continue;
    if (!out) out = value;
    out->mutable_list()[i] = *std::move(item);
  }
  return out;
}

bool has_key_to_replace(const Map& map, const Ids& ids) {
  for (const Map::Entry& entry : map) {
    if (entry.key.is_string() && entry.key.as_string().size() >= kIdSize && replaced_text(entry.key.as_string(), ids)) {
      return true;
    }
  }
  return false;
}

Map with_replaced_keys(const Map& map, const Ids& ids) {
  Map out;
  out.reserve(map.size());
  for (const Map::Entry& entry : map) {
    auto key = entry.key.is_string() ? replaced_text(entry.key.as_string(), ids) : std::nullopt;
    out.set(key ? Value(*key) : entry.key, entry.value);
  }
  return out;
}

std::optional<Value> replaced_map(const Value& value, const Ids& ids, int depth) {
  std::optional<Value> out;
  if (has_key_to_replace(value.as_map(), ids)) out = Value(with_replaced_keys(value.as_map(), ids));
  const Value from = out ? *out : value;
  for (std::size_t i = 0; i < from.as_map().size(); ++i) {
    auto item = replaced(from.as_map().at(i).value, ids, depth + 1);
    if (!item) continue;
    if (!out) out = value;
    out->mutable_map().entries()[i].value = *std::move(item);
  }
  return out;
}

std::optional<Value> replaced(const Value& value, const Ids& ids, int depth) {
  if (depth > kDeepestValue) throw TooDeep{};
  if (value.is_list()) return replaced_list(value, ids, depth);
  if (value.is_map()) return replaced_map(value, ids, depth);
  if (!value.is_string() || value.as_string().size() < kIdSize) return std::nullopt;
  auto text = replaced_text(value.as_string(), ids);
  if (!text) return std::nullopt;
  return Value(*text);
}

}  // namespace

void replace_ids(Value& document, const Ids& ids) {
  if (ids.empty()) return;
  if (auto changed = replaced(document, ids, 0)) document = *std::move(changed);
}

}  // namespace sailmaker::pipeline
