#include "pipeline/item_name.h"

#include <algorithm>
#include <charconv>

#include "pipeline/identity.h"
#include "value/path_words.h"

namespace sailmaker::pipeline {

namespace {

std::size_t count_called(const Path& list, const List& items, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(items.begin(), items.end(), [&](const Value& item) { return identity_of(list, item) == name; }));
}

bool has_name(const Value& item, std::string_view wanted) {
  const Value* name = item.find("name");
  return name != nullptr && name->is_string() && name->as_string() == wanted;
}

template <typename Matches>
Result<std::size_t> only_one(const List& items, std::string_view word, const Matches& matches) {
  std::size_t found = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!matches(items[i])) continue;
    if (found < items.size()) return Error("several items are called '" + std::string(word) + "'");
    found = i;
  }
  return found;
}

}  // namespace

std::string named_path(const Value& pipeline, const Path& path) {
  std::string out;
  Path way;
  const Value* value = &pipeline;
  for (const PathStep& step : path) {
    const auto* index = std::get_if<std::size_t>(&step);
    if (index == nullptr) {
      const std::string& key = std::get<std::string>(step);
      const std::string text = to_string(Path{key});
      out += text.front() == '[' ? bracketed_word(key) : (out.empty() ? "" : ".") + text;
      value = value == nullptr ? nullptr : value->find(key);
    } else {
      const bool is_there = value != nullptr && value->is_list() && *index < value->as_list().size();
      const std::string name = is_there ? identity_of(way, value->as_list()[*index]) : std::string();
      const bool is_unique = !name.empty() && count_called(way, value->as_list(), name) == 1;
      out += bracketed_word(is_unique ? name : std::to_string(*index));
      value = is_there ? &value->as_list()[*index] : nullptr;
    }
    way.push_back(step);
  }
  return out;
}

std::optional<Path> find_named(const Value& pipeline, std::string_view path) {
  Path way;
  const Value* value = &pipeline;
  for (const std::string& word : path_words(path)) {
    if (value->is_list()) {
      const auto index = item_called(way, value->as_list(), word);
      if (!index || *index >= value->as_list().size()) return std::nullopt;
      way.emplace_back(*index);
      value = &value->as_list()[*index];
    } else {
      way.emplace_back(word);
      value = value->find(word);
      if (value == nullptr) return std::nullopt;
    }
  }
  return way;
}

Result<std::size_t> item_called(const Path& list, const List& items, std::string_view word) {
  auto found = only_one(items, word, [&](const Value& item) { return identity_of(list, item) == word; });
  if (!found || *found < items.size()) return found;
  found = only_one(items, word, [&](const Value& item) { return has_name(item, word); });
  if (!found || *found < items.size()) return found;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), index);
  const bool is_number = error == std::errc() && end == word.data() + word.size();
  return is_number ? std::min(index, items.size()) : items.size();
}

}  // namespace sailmaker::pipeline
