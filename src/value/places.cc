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

std::size_t count_of(std::string_view text, std::string_view piece) {
  std::size_t count = 0;
  for (std::size_t at = text.find(piece); at != std::string_view::npos; at = text.find(piece, at + 1)) ++count;
  return count;
}

}  // namespace

// The text may be written in half a dozen ways, but a piece without quotes, backslashes and line ends looks the same in
// all of them: the third time it is read is the third time it is written.
Span narrowed(std::string_view text, Span span, std::string_view decoded, Span part) {
  if (span.offset > text.size() || part.offset > decoded.size()) return span;
  constexpr std::string_view kWrittenDifferently = "'\"\\\r\n";
  while (part.length > 0 && part.offset < decoded.size() &&
         kWrittenDifferently.find(decoded[part.offset]) != std::string_view::npos) {
    ++part.offset;
    --part.length;
  }
  const std::string_view piece =
      decoded.substr(part.offset, decoded.substr(part.offset, part.length).find_first_of(kWrittenDifferently));
  const std::string_view shown = piece.substr(0, part.length);
  const std::string_view written = text.substr(span.offset, span.length);
  if (shown.empty() || count_of(written, shown) != count_of(decoded, shown)) return span;
  std::size_t at = written.find(shown);
  for (std::size_t i = count_of(decoded.substr(0, part.offset + shown.size() - 1), shown); i > 0; --i) {
    at = written.find(shown, at + 1);
  }
  return {static_cast<std::uint32_t>(span.offset + at), static_cast<std::uint32_t>(shown.size())};
}

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
