#include "value/places.h"

#include "value/map.h"

namespace sailmaker {

namespace {

// Place of `key` among the map's entries, or the map's size.
std::size_t entry_of(const Map& map, const std::string& key) {
  std::size_t i = 0;
  while (i < map.size() && !(map.at(i).key.is_string() && map.at(i).key.as_string() == key)) ++i;
  return i;
}

}  // namespace

Places::Node Places::add(Span span, const Node* children, std::size_t count) {
  nodes_.push_back({span, static_cast<std::uint32_t>(links_.size())});
  links_.insert(links_.end(), children, children + count);
  return root();
}

Span Places::find(const Value& root_value, const Path& path, Part part) const {
  if (empty()) return {};
  const Value* value = &root_value;
  Node node = root();
  Node key_node = node;
  for (const PathStep& step : path) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      if (!value->is_list() || *index >= value->as_list().size()) return span(node);
      value = &value->as_list()[*index];
      node = key_node = child(node, *index);
    } else {
      if (!value->is_map()) return span(node);
      const Map& map = value->as_map();
      const std::size_t place = entry_of(map, std::get<std::string>(step));
      if (place == map.size()) return span(node);
      value = &map.at(place).value;
      key_node = child(node, place * 2);
      node = child(node, place * 2 + 1);
    }
  }
  return span(part == Part::key ? key_node : node);
}

}  // namespace sailmaker
