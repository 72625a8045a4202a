#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace sailmaker::jinja {

/// Python's binary insertion sort after a first run, which list.sort uses below 64 elements.
template <typename T, typename Before>
void sort_by_insertion(std::vector<T>& items, const Before& before) {
  if (items.size() < 2) return;
  std::size_t run = 2;
  if (before(items[1], items[0])) {
    while (run < items.size() && before(items[run], items[run - 1])) ++run;
    std::reverse(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(run));
  } else {
    while (run < items.size() && !before(items[run], items[run - 1])) ++run;
  }
  for (; run < items.size(); ++run) {
    std::size_t left = 0;
    for (std::size_t right = run; left < right;) {
      const std::size_t middle = left + (right - left) / 2;
      before(items[run], items[middle]) ? right = middle : left = middle + 1;
    }
    const auto at = [&](std::size_t i) { return items.begin() + static_cast<std::ptrdiff_t>(i); };
    T moved = std::move(items[run]);
    std::move_backward(at(left), at(run), at(run + 1));
    items[left] = std::move(moved);
  }
}

/// Sorts as Python's list.sort: stable, also in reverse. Fewer than 64 elements are compared in its very order too,
/// which decides what error a list gets whose elements cannot all be compared.
template <typename T, typename Before>
void sort_as_python(std::vector<T>& items, bool reverse, const Before& before) {
  if (reverse) std::reverse(items.begin(), items.end());
  if (items.size() < 64) {
    sort_by_insertion(items, before);
  } else {
    std::stable_sort(items.begin(), items.end(), before);
  }
  if (reverse) std::reverse(items.begin(), items.end());
}

}  // namespace sailmaker::jinja
