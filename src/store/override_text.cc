#include "store/override_text.h"

#include <utility>

#include "value/map.h"
#include "value/path.h"
#include "yaml/edit.h"
#include "yaml/parser.h"

namespace sailmaker::store {

namespace {

const std::string kOverrides = "overrides";

// The way to the pipeline's settings; to its bare name, where it has none and stands in a list.
struct Place {
  Path path;
  bool is_bare = false;
};

Place place_of(const Value& root, const fleet::Key& key) {
  Place place{{"stacks", key.stack, "pipelines"}};
  const Value* pipelines = find(root, place.path);
  if (pipelines == nullptr || !pipelines->is_list()) {
    place.path.emplace_back(key.pipeline);
    return place;
  }
  const List& items = pipelines->as_list();
  for (std::size_t i = 0; i < items.size(); ++i) {
    place.is_bare = items[i].is_string() && items[i].as_string() == key.pipeline;
    if (!place.is_bare && items[i].find(key.pipeline) == nullptr) continue;
    place.path.emplace_back(i);
    if (!place.is_bare) place.path.emplace_back(key.pipeline);
    return place;
  }
  place.path.emplace_back(items.size());
  return place;
}

}  // namespace

Result<std::string> with_override(std::string_view text, std::string_view file, const fleet::Key& key,
                                  const std::string& path, const Value& value) {
  const auto document = yaml::parse(text, file);
  if (!document) return document.error();
  Place place = place_of(document->root, key);
  if (place.is_bare) {
    const Value overrides = Map{{kOverrides, Map{{path, value}}}};
    return yaml::put(text, file, place.path, Map{{key.pipeline, overrides}});
  }
  place.path.emplace_back(kOverrides);
  place.path.emplace_back(path);
  return yaml::put(text, file, place.path, value);
}

Result<std::string> without_override(std::string_view text, std::string_view file, const fleet::Key& key,
                                     const std::string& path) {
  const auto document = yaml::parse(text, file);
  if (!document) return document.error();
  Path place = place_of(document->root, key).path;
  place.emplace_back(kOverrides);
  const Value* overrides = find(document->root, place);
  if (overrides == nullptr || !overrides->is_map()) return std::string(text);
  const bool is_last = overrides->as_map().size() == 1 && overrides->find(path) != nullptr;
  if (!is_last) place.emplace_back(path);
  return yaml::without(text, file, place);
}

}  // namespace sailmaker::store
