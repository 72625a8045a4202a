#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "value/path.h"
#include "value/value.h"

namespace sailmaker {

/// A stretch of a text: `length` bytes from byte `offset` on.
struct Span {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  bool operator==(const Span&) const = default;
};

/// The place of a part of a scalar: `decoded` is the scalar's text, which `span` of `text` was read from, quotes,
/// escapes and indentation included, and `part` are bytes of `decoded`. Begins behind quotes, ends with the first line
/// of the part, and where that is not written as it reads, sooner. The whole span where the part cannot be told.
Span narrowed(std::string_view text, Span span, std::string_view decoded, Span part);

/// Where each part of a Value stands in the text it was read from. A tree beside the value's tree, so that values
/// themselves stay small: a map's node has two children an entry (key, then value, in the map's order), a list's node
/// one an item. Parts may share a node, as YAML aliases do.
class Places {
 public:
  using Node = std::uint32_t;

  /// True when nothing was recorded: places are made on request only.
  bool empty() const { return nodes_.empty(); }

  /// Building: children before their parent; the last node added is the root.
  Node add(Span span) { return add(span, nullptr, 0); }
  Node add(Span span, const std::vector<Node>& children) { return add(span, children.data(), children.size()); }

  enum class Part { value, key };
  /// The span of the part at `path` in `root`, the value these places were made with. Where the path leads to
  /// something that was not in the text (it was added later), the nearest part around it. Part::key: the key that
  /// holds it rather than the value, where there is one.
  Span find(const Value& root, const Path& path, Part part = Part::value) const;

  Span span(Node node) const { return nodes_[node].span; }
  Node child(Node node, std::size_t i) const { return links_[nodes_[node].first_link + i]; }
  Node root() const { return static_cast<Node>(nodes_.size() - 1); }

 private:
  struct Entry {
    Span span;
    std::uint32_t first_link;
  };

  Node add(Span span, const Node* children, std::size_t count);

  std::vector<Entry> nodes_;
  std::vector<Node> links_;
};

}  // namespace sailmaker
