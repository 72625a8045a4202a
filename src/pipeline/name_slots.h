#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

#include "pipeline/same_name.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// A fixed set of names, each with its place. Made once and then asked for every key of every document, so it takes
/// keys as they are: a short one stands inside its value, and 16 bytes decide. At most half of the slots may be used.
template <std::size_t kSlots>
class NameSlots {
 public:
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  /// The place of the name that a key is; npos for other names, and for what is no text.
  std::size_t find_key(const Value& name) const {
    if (!name.is_inner_text()) return find_outer(name);
    for (std::size_t slot = slot_of(inner_words(name)); slots_[slot] != 0; slot = next(slot)) {
      if (names_[slots_[slot] - 1].same_as(name)) return slots_[slot] - 1U;
    }
    return npos;
  }
  /// The same for text.
  std::size_t find(std::string_view name) const {
    return name.size() > kLongestInside ? find_long(name) : find_key(Value(name));
  }

  /// Puts a name that is not there behind all others.
  void add(std::string_view name) {
    assert(names_.size() < kSlots / 2);
    std::size_t slot = slot_of(name.size() <= kLongestInside ? inner_words(Value(name)) : long_words(name));
    while (slots_[slot] != 0) slot = next(slot);
    names_.emplace_back(name);
    slots_[slot] = static_cast<Slot>(names_.size());
  }

 private:
  static_assert((kSlots & (kSlots - 1)) == 0);
  static constexpr std::size_t kLongestInside = 14;  // of texts that stand inside their values

  using Slot = std::conditional_t<(kSlots <= 512), std::uint8_t, std::uint16_t>;  // place + 1; 0 is free

  // What a slot is found by: of a short text all there is, of a longer one its ends.
  struct Words {
    std::uint64_t first;
    std::uint64_t second;
  };

  static Words inner_words(const Value& name) {
    static_assert(sizeof(Words) == sizeof(Value));
    Words words;
    std::memcpy(&words, static_cast<const void*>(&name), sizeof words);
    return words;
  }

  static Words long_words(std::string_view name) {
    Words words;
    std::memcpy(&words.first, name.data(), sizeof words.first);
    std::memcpy(&words.second, name.data() + name.size() - sizeof words.second, sizeof words.second);
    return words;
  }

  // The upper bits of a product depend on all bits of its factors.
  static std::size_t slot_of(const Words& words) {
    return ((words.first * 0x9E3779B97F4A7C15) ^ words.second) * 0xD6E8FEB86659FD93 >> (65 - std::bit_width(kSlots));
  }
  // Short text outside its value has an attachment, of which its bytes tell nothing.
  [[gnu::noinline]] std::size_t find_outer(const Value& name) const {
    if (!name.is_string()) return npos;
    const std::string_view text = name.as_string();
    return text.size() > kLongestInside ? find_long(text) : find_key(Value(text));
  }

  std::size_t find_long(std::string_view name) const {
    for (std::size_t slot = slot_of(long_words(name)); slots_[slot] != 0; slot = next(slot)) {
      if (same_name(names_[slots_[slot] - 1].as_string(), name)) return slots_[slot] - 1U;
    }
    return npos;
  }
  static std::size_t next(std::size_t slot) { return (slot + 1) % kSlots; }

  std::array<Slot, kSlots> slots_ = {};
  std::vector<Value> names_;
};

}  // namespace sailmaker::pipeline
