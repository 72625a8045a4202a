#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace sailmaker::pipeline {

namespace detail {

/// Compares the first and the last bytes of two texts of one size, at least that of a Word; the two may overlap.
template <typename Word>
bool same_ends(const char* a, const char* b, std::size_t size) {
  Word first[2];
  Word last[2];
  std::memcpy(&first[0], a, sizeof(Word));
  std::memcpy(&first[1], b, sizeof(Word));
  std::memcpy(&last[0], a + size - sizeof(Word), sizeof(Word));
  std::memcpy(&last[1], b + size - sizeof(Word), sizeof(Word));
  return first[0] == first[1] && last[0] == last[1];
}

}  // namespace detail

/// a == b for names: mostly short and mostly different, so that a call to compare them costs more than comparing.
inline bool same_name(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size >= 8) {
    return detail::same_ends<std::uint64_t>(a.data(), b.data(), size) &&
           (size <= 16 || std::memcmp(a.data() + 8, b.data() + 8, size - 16) == 0);
  }
  if (size >= 4) return detail::same_ends<std::uint32_t>(a.data(), b.data(), size);
  if (size >= 2) return detail::same_ends<std::uint16_t>(a.data(), b.data(), size);
  return size == 0 || a.front() == b.front();
}

}  // namespace sailmaker::pipeline
