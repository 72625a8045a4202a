#include "diff/tree.h"

#include <utility>

#include "diff/match.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::diff {

namespace {

class Comparer {
 public:
  explicit Comparer(const Identity& identity) : identity_(identity) {}

  // Fills in what `node` is from its `before` and `after`, which both exist.
  void compare(Node& node, int depth) {
    if (depth > kDeepestValue) throw TooDeep{};
    const Value& before = *node.before;
    const Value& after = *node.after;
    if (before.same_as(after)) return;
    if (before.is_map() && after.is_map()) {
      compare_maps(node, depth);
    } else if (before.is_list() && after.is_list()) {
      compare_lists(node, depth);
    } else if (!identical(before, after)) {
      node.kind = Node::Kind::changed;
    }
  }

 private:
  // The way to the map or list being compared; made a Path only when identity_ asks.
  struct Step {
    const Value* key;
    std::size_t index;
  };

  static const Map::Entry* entry_of(const Map& map, const Value& key, std::size_t likely) {
    if (likely < map.size() && map.at(likely).key == key) return &map.at(likely);
    if (map.find_key(key) == nullptr) return nullptr;
    for (const Map::Entry& entry : map) {
      if (entry.key == key) return &entry;
    }
    return nullptr;
  }

  void compare_maps(Node& node, int depth) {
    const Map& before = node.before->as_map();
    const Map& after = node.after->as_map();
    std::size_t common = 0;
    std::vector<std::size_t> old_places;
    std::size_t likely = 0;
    for (const Map::Entry& entry : after) {
      const Map::Entry* old = entry_of(before, entry.key, likely);
      if (old == nullptr) continue;
      ++common;
      likely = static_cast<std::size_t>(old - &before.at(0)) + 1;
    }
    const bool some_removed = common < before.size();
    if (some_removed) take_removed(node, 0);
    likely = 0;
    for (const Map::Entry& entry : after) {
      const Map::Entry* old = entry_of(before, entry.key, likely);
      if (old == nullptr) {
        add_child(node, Node::Kind::added, nullptr, &entry);
        continue;
      }
      likely = static_cast<std::size_t>(old - &before.at(0)) + 1;
      compare_values(node, *old, entry, depth);
      if (some_removed) take_removed(node, likely);
    }
    if (!node.children.empty()) node.kind = Node::Kind::map;
  }

  void compare_values(Node& node, const Map::Entry& old, const Map::Entry& entry, int depth) {
    if (old.value.same_as(entry.value)) return;
    Node child;
    child.before = &old.value, child.after = &entry.value, child.key = &entry.key;
    way_.push_back({&entry.key, 0});
    compare(child, depth + 1);
    way_.pop_back();
    if (child.kind != Node::Kind::same) node.children.push_back(std::move(child));
  }

  // Removed entries that stand together from `place` on.
  void take_removed(Node& node, std::size_t place) {
    const Map& before = node.before->as_map();
    for (; place < before.size() && node.after->as_map().find_key(before.at(place).key) == nullptr; ++place) {
      add_child(node, Node::Kind::removed, &before.at(place), nullptr);
    }
  }

  static void add_child(Node& node, Node::Kind kind, const Map::Entry* old, const Map::Entry* entry) {
    Node& child = node.children.emplace_back();
    child.kind = kind;
    child.key = entry != nullptr ? &entry->key : &old->key;
    child.before = old != nullptr ? &old->value : nullptr;
    child.after = entry != nullptr ? &entry->value : nullptr;
  }

  void compare_lists(Node& node, int depth) {
    const ListMatch match = match_lists(node.before->as_list(), node.after->as_list(), name_of());
    take_removed(node, match, 0, match.first);
    for (std::size_t i = 0; i < match.after.size(); ++i) {
      const ListMatch::Item& item = match.after[i];
      const std::size_t child_place = match.first + i;
      Node child;
      child.name = item.name;
      child.new_index = child_place;
      child.after = &node.after->as_list()[child_place];
      if (item.partner == kNoPartner) {
        child.kind = Node::Kind::added;
        child.old_index = child_place;
      } else {
        compare_items(node, child, item, depth);
      }
      if (child.kind != Node::Kind::same || child.moved) node.children.push_back(std::move(child));
      if (item.partner != kNoPartner && !item.moved) {
        take_removed(node, match, item.partner - match.first + 1, child_place + 1);
      }
    }
    if (!node.children.empty()) node.kind = Node::Kind::list;
  }

  void compare_items(const Node& node, Node& child, const ListMatch::Item& item, int depth) {
    child.moved = item.moved;
    child.old_index = item.partner;
    child.before = &node.before->as_list()[item.partner];
    way_.push_back({nullptr, child.new_index});
    compare(child, depth + 1);
    way_.pop_back();
  }

  // Removed items from `place` (in match.before) on, up to the next one that stayed.
  void take_removed(Node& node, const ListMatch& match, std::size_t place, std::size_t new_place) const {
    for (; place < match.before.size(); ++place) {
      const ListMatch::Item& item = match.before[place];
      if (item.moved) continue;
      if (item.partner != kNoPartner) return;
      Node& child = node.children.emplace_back();
      child.kind = Node::Kind::removed;
      child.name = item.name;
      child.old_index = match.first + place;
      child.new_index = new_place;
      child.before = &node.before->as_list()[child.old_index];
    }
  }

  NameOf name_of() const {
    if (!identity_) return [](const Value&) { return std::string(); };
    Path path;
    path.reserve(way_.size());
    for (const Step& step : way_) {
      if (step.key != nullptr) {
        path.emplace_back(key_text(*step.key));
      } else {
        path.emplace_back(step.index);
      }
    }
    return [this, path = std::move(path)](const Value& item) { return identity_(path, item); };
  }

  const Identity& identity_;
  std::vector<Step> way_;
};

}  // namespace

Node compare_trees(const Value& before, const Value& after, const Identity& identity) {
  Node root;
  root.before = before.is_null() ? nullptr : &before;
  root.after = after.is_null() ? nullptr : &after;
  if (root.before != nullptr && root.after != nullptr) {
    Comparer(identity).compare(root, 0);
  } else if (root.before != nullptr || root.after != nullptr) {
    root.kind = root.before == nullptr ? Node::Kind::added : Node::Kind::removed;
  }
  return root;
}

std::string key_text(const Value& key) { return key.is_string() ? std::string(key.as_string()) : to_json(key); }

}  // namespace sailmaker::diff
