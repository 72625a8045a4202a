#include "tests/diff/apply.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker::diff {

namespace {

Value& descend(Value& root, const Path& path, std::size_t steps) {
  Value* value = &root;
  for (std::size_t i = 0; i < steps; ++i) {
    if (const auto* key = std::get_if<std::string>(&path[i])) {
      value = value->mutable_map().find(*key);
    } else {
      value = &value->mutable_list().at(std::get<std::size_t>(path[i]));
    }
    if (value == nullptr) throw std::out_of_range("no " + to_string(path));
  }
  return *value;
}

Value take_out(Value& root, const Path& path) {
  if (path.empty()) return std::exchange(root, Value());
  Value& around = descend(root, path, path.size() - 1);
  if (const auto* key = std::get_if<std::string>(&path.back())) {
    Value part = *around.as_map().find(*key);
    EXPECT_TRUE(around.mutable_map().erase(Value(*key)));
    return part;
  }
  const auto place = static_cast<std::ptrdiff_t>(std::get<std::size_t>(path.back()));
  Value part = around.as_list().at(static_cast<std::size_t>(place));
  around.mutable_list().erase(around.mutable_list().begin() + place);
  return part;
}

void put_in(Value& root, const Path& path, Value part) {
  if (path.empty()) {
    root = std::move(part);
    return;
  }
  Value& around = descend(root, path, path.size() - 1);
  if (const auto* key = std::get_if<std::string>(&path.back())) {
    EXPECT_TRUE(around.mutable_map().set(Value(*key), std::move(part))) << to_string(path);
    return;
  }
  const std::size_t place = std::get<std::size_t>(path.back());
  EXPECT_LE(place, around.as_list().size()) << to_string(path);
  around.mutable_list().insert(around.mutable_list().begin() + static_cast<std::ptrdiff_t>(place), std::move(part));
}

}  // namespace

// First everything that leaves its place, by the old paths and from the last to the first, so that no path is stale.
// Then everything that comes, by the new paths and from the first to the last.
Value carry_out(const Value& before, const std::vector<Change>& changes) {
  Value document = before;
  std::map<Path, Value> leaving;
  for (const Change& change : changes) {
    if (change.action == Action::remove || change.action == Action::move) leaving.emplace(change.old_path, Value());
  }
  for (auto part = leaving.rbegin(); part != leaving.rend(); ++part) part->second = take_out(document, part->first);
  for (const Change& change : changes) {
    if (change.action == Action::add) put_in(document, change.path, change.after);
    if (change.action == Action::move) put_in(document, change.path, leaving.at(change.old_path));
    if (change.action != Action::change) continue;
    Value& part = descend(document, change.path, change.path.size());
    EXPECT_TRUE(identical(part, change.before)) << to_string(change.path);
    part = change.after;
  }
  return document;
}

std::string name_item(const Path&, const Value& item) {
  for (const char* key : {"refId", "displayName", "key", "name"}) {
    const Value* name = item.find(key);
    if (name != nullptr && name->is_string()) return std::string(name->as_string());
  }
  const Value* type = item.find("type");
  const Value* source = item.find("source");
  if (type == nullptr || source == nullptr || !type->is_string() || !source->is_string()) return {};
  return std::string(type->as_string()) + " " + std::string(source->as_string());
}

Value from_json(std::string_view text) {
  auto value = parse_json(text, "test");
  if (!value) ADD_FAILURE() << to_text(value.error());
  return value ? *value : Value();
}

}  // namespace sailmaker::diff
