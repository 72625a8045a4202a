#pragma once

#include <cstddef>
#include <optional>

#include "jinja/objects.h"

namespace sailmaker::jinja {

/// Goes through whatever can be iterated, as Python does: elements of lists, tuples, ranges and lazy results, keys of
/// maps, characters of texts. Lists may grow meanwhile. Throws TypeError for what cannot be iterated.
class Cursor {
 public:
  explicit Cursor(Value iterable);
  /// Begins in the middle of a list or tuple.
  Cursor(Value iterable, std::size_t place) : Cursor(std::move(iterable)) { place_ = place; }
  /// At the end of everything.
  Cursor() = default;
  /// Gives the next element; false at the end.
  bool next(Value& element);
  /// Whether the elements are the pairs of a map; then next_pair() may take the place of next(): it makes no tuples.
  bool gives_pairs() const { return over_ == Over::map_items; }
  const Map::Entry* next_pair();

 private:
  enum class Over { nothing, list, tuple, map_keys, map_values, map_items, text, range, lazy };
  bool next_element(Value& element);

  Value iterable_;
  Over over_ = Over::nothing;
  std::size_t place_ = 0;
  std::size_t size_ = 0;  // of a map when it began: it must not change
};

/// A Cursor that looks at its value when the first element is asked for, as a function of Python that yields does.
class LateCursor {
 public:
  explicit LateCursor(Value iterable) : iterable_(std::move(iterable)) {}
  bool next(Value& element) {
    if (!cursor_) cursor_.emplace(iterable_);
    return cursor_->next(element);
  }

 private:
  Value iterable_;
  std::optional<Cursor> cursor_;
};

bool is_iterable(const Value& value);
/// All elements.
List elements_of(const Value& iterable);
/// len(); nothing for what has no length.
std::optional<std::size_t> length_of(const Value& value);

/// Throws TypeError for values that cannot be keys.
void check_hashable(const Value& key);
bool contains_by_iteration(const Value& container, const Value& value);

}  // namespace sailmaker::jinja
