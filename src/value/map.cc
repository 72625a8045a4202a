#include "value/map.h"

#include <bit>

namespace sailmaker {

Map::Map(std::initializer_list<Entry> entries) {
  for (const Entry& entry : entries) set(entry.key, entry.value);
}

Map::Map(const Map& other) = default;
Map& Map::operator=(const Map& other) = default;

// The everyday look-up: comparing 16 bytes decides.
std::size_t Map::place_of_inner_text(const Value& key) const {
  if (slots_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].key.same_as(key)) return i;
    }
    return npos;
  }
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash_of_text(key) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (entries_[slots_[slot] - 1].key.same_as(key)) return slots_[slot] - 1;
  }
  return npos;
}

std::size_t Map::place_of(const Value& key) const {
  if (key.is_inner_text() && !outer_short_keys_) return place_of_inner_text(key);
  if (slots_.empty()) {
    const bool is_text = key.is_string();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (is_text ? key.same_text(entries_[i].key) : entries_[i].key == key) return i;
    }
    return npos;
  }
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash_of(key) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const std::size_t place = slots_[slot] - 1;
    if (entries_[place].key == key) return place;
  }
  return npos;
}

const Value* Map::find_other_key(const Value& key) const {
  const std::size_t place = place_of(key);
  return place == npos ? nullptr : &entries_[place].value;
}

const Value* Map::find(std::string_view key) const {
  constexpr std::size_t kInside = 14;  // a value of so short a text costs nothing
  if (key.size() <= kInside || !slots_.empty()) return find_key(Value(key));
  for (const Entry& entry : entries_) {
    if (entry.key.is_string() && entry.key.as_string() == key) return &entry.value;
  }
  return nullptr;
}

Value* Map::find(std::string_view key) { return const_cast<Value*>(std::as_const(*this).find(key)); }
Value* Map::find_key(const Value& key) { return const_cast<Value*>(std::as_const(*this).find_key(key)); }

bool Map::set(Value key, Value value) {
  if (Value* there = find_key(key)) {
    *there = std::move(value);
    return false;
  }
  append(std::move(key), std::move(value));
  return true;
}

Value& Map::ensure(std::string_view key) {
  if (Value* there = find(key)) return *there;
  append(Value(key), Value());
  return entries_.back().value;
}

void Map::set_first(Value key, Value value) {
  erase(key);
  outer_short_keys_ = outer_short_keys_ || key.is_outer_short_text();
  entries_.insert(entries_.begin(), {std::move(key), std::move(value)});
  rebuild_index();
}

bool Map::erase(const Value& key) {
  const std::size_t place = place_of(key);
  if (place == npos) return false;
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(place));
  rebuild_index();
  return true;
}

void Map::clear() {
  entries_.clear();
  slots_.clear();
  outer_short_keys_ = false;
}

void Map::append(Value key, Value value) {
  outer_short_keys_ = outer_short_keys_ || key.is_outer_short_text();
  entries_.push_back({std::move(key), std::move(value)});
  index_last();
}

// Keeps at most half of the slots in use.
void Map::index_last() {
  if (entries_.size() <= kLargestUnindexed) return;
  if (entries_.size() * 2 > slots_.size()) return rebuild_index();
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(entries_.back().key) & mask;
  while (slots_[slot] != 0) slot = (slot + 1) & mask;
  slots_[slot] = static_cast<std::uint32_t>(entries_.size());
}

void Map::rebuild_index() {
  slots_.clear();
  if (entries_.size() <= kLargestUnindexed) return;
  slots_.assign(std::bit_ceil(entries_.size() * 4), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t place = 0; place < entries_.size(); ++place) {
    std::size_t slot = hash_of(entries_[place].key) & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(place + 1);
  }
}

}  // namespace sailmaker
