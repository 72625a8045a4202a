#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "diff/diff.h"
#include "value/value.h"

namespace sailmaker::diff {

/// One part of both documents, or of one of them, with the parts inside that differ. Points into the documents.
struct Node {
  enum class Kind {
    same,
    added,
    removed,
    changed,  ///< another scalar, or another kind of value
    map,      ///< something inside differs
    list,     ///< something inside differs, or its order
  };

  Kind kind = Kind::same;
  bool moved = false;             ///< an item whose place among the others changed; then `kind` may be `same`
  const Value* before = nullptr;  ///< nullptr where added
  const Value* after = nullptr;   ///< nullptr where removed

  // What leads here from the node around it: a key (nullptr: this is an item, or the root) or the item's
  // places. A removed item's new place is where it would stand, a new item's old one is its new one.
  const Value* key = nullptr;
  std::size_t old_index = 0;
  std::size_t new_index = 0;
  std::string name;  ///< what tells an item apart; empty when nothing does

  /// What differs, in the order of `after`; what was removed stands behind what stood before it.
  std::vector<Node> children;
};

/// The differences as a tree; Kind::same when there are none. A null document is no document, so that all of the other
/// one is added or removed. Throws TooDeep beyond kDeepestValue.
Node compare_trees(const Value& before, const Value& after, const Identity& identity);

/// A map's key as a step of a path: text that is no text is written as JSON.
std::string key_text(const Value& key);

}  // namespace sailmaker::diff
