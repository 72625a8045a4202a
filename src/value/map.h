#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "value/value.h"

namespace sailmaker {

/// Keys and values in the order of insertion. Keys are mostly text; YAML and Jinja also know numbers, booleans and
/// null as keys. Keys that are equal (1 and true are) are one key. Finding costs constant time at any size.
class Map {
 public:
  struct Entry {
    Value key;
    Value value;
  };

  Map() = default;
  Map(std::initializer_list<Entry> entries);
  Map(const Map& other);
  Map(Map&&) noexcept = default;
  Map& operator=(const Map& other);
  Map& operator=(Map&&) noexcept = default;

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  const Entry& at(std::size_t place) const { return entries_[place]; }
  /// Values may be changed through this, keys must not.
  std::span<Entry> entries() { return entries_; }

  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  /// The same for a key of any kind.
  const Value* find_key(const Value& key) const {
    // The everyday look-up: a short text in a small map, where comparing 16 bytes decides.
    if (!slots_.empty() || outer_short_keys_ || !key.is_inner_text()) return find_other_key(key);
    for (const Entry& entry : entries_) {
      if (entry.key.same_as(key)) return &entry.value;
    }
    return nullptr;
  }
  Value* find_key(const Value& key);
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  /// The entry that holds a key, for at(), or npos.
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::size_t place_of(const Value& key) const;

  /// Assigns to the key where it stands, or appends it. True when the key is new.
  bool set(Value key, Value value);
  /// The key's value; a new key gets null and stands last.
  Value& ensure(std::string_view key);
  /// Puts a key first, or moves it there.
  void set_first(Value key, Value value);
  /// False when the key is not there. The others keep their order; costs time in the size of the map.
  bool erase(const Value& key);
  void reserve(std::size_t size) { entries_.reserve(size); }
  void clear();

 private:
  // Below this size comparing the 16 bytes of each short key beats hashing.
  static constexpr std::size_t kLargestUnindexed = 16;

  std::size_t place_of_inner_text(const Value& key) const;
  const Value* find_other_key(const Value& key) const;
  void append(Value key, Value value);
  void index_last();
  void rebuild_index();

  std::vector<Entry> entries_;
  bool outer_short_keys_ = false;     // some short key does not stand inside its value, so bytes do not tell
  std::vector<std::uint32_t> slots_;  // open addressing: place + 1, 0 is free; empty while the map is small
};

namespace detail {

struct SharedMap : Shared {
  explicit SharedMap(Map content) : map(std::move(content)) {}
  Map map;
};

}  // namespace detail

inline Map& Value::map_in_place() const { return assert(is_map()), static_cast<detail::SharedMap*>(wide_.shared)->map; }
inline const Map& Value::as_map() const { return map_in_place(); }

}  // namespace sailmaker
