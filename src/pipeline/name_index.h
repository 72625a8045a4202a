#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/same_name.h"

namespace sailmaker::pipeline {

/// Finds places by name; a name may have several. The texts belong to somebody who outlives the index. Few names are
/// compared one by one, many are sorted once.
class NameIndex {
 public:
  using Place = std::uint32_t;
  static constexpr Place kNone = static_cast<Place>(-1);

  std::size_t size() const { return entries_.size(); }
  void reserve(std::size_t size) { entries_.reserve(size); }
  void add(std::string_view name, Place place) { entries_.emplace_back(name, place); }
  /// To be called after the last add().
  void finish() {
    if (entries_.size() > kFew) std::sort(entries_.begin(), entries_.end());
  }

  /// The first place with this name, kNone if there is none.
  Place find(std::string_view name) const {
    if (entries_.size() <= kFew) {
      for (const auto& [other, place] : entries_) {
        if (same_name(other, name)) return place;
      }
      return kNone;
    }
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), std::pair<std::string_view, Place>(name, 0));
    return at != entries_.end() && at->first == name ? at->second : kNone;
  }

  /// Calls found(place) for each place with this name, in order, as long as it returns true.
  template <typename Found>
  void for_each(std::string_view name, Found found) const {
    if (entries_.size() <= kFew) {
      for (const auto& [other, place] : entries_) {
        if (same_name(other, name) && !found(place)) return;
      }
      return;
    }
    auto at = std::lower_bound(entries_.begin(), entries_.end(), std::pair<std::string_view, Place>(name, 0));
    while (at != entries_.end() && at->first == name && found(at->second)) ++at;
  }

 private:
  static constexpr std::size_t kFew = 24;

  std::vector<std::pair<std::string_view, Place>> entries_;
};

}  // namespace sailmaker::pipeline
