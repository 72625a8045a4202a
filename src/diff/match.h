#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "value/value.h"

namespace sailmaker::diff {

constexpr std::size_t kNoPartner = static_cast<std::size_t>(-1);

/// Which items of two lists are the same thing.
struct ListMatch {
  struct Item {
    std::size_t partner = kNoPartner;  ///< its place in the other list
    bool moved = false;                ///< it has a partner, but the order among the others changed
    std::string name;                  ///< empty when nameless
  };
  std::size_t first = 0;     ///< so many items at the start of both are identical; they have no Item
  std::vector<Item> before;  ///< items from `first` on, without the identical ones at the end
  std::vector<Item> after;
};

/// The name of an item, or an empty text.
using NameOf = std::function<std::string(const Value& item)>;

/// Matches by name (equal names in their order), nameless items by equality, then both by likeness, then nameless ones
/// that stand between the same neighbours in their order. As few items as possible are moved.
ListMatch match_lists(const List& before, const List& after, const NameOf& name_of);

}  // namespace sailmaker::diff
