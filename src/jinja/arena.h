#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sailmaker::jinja {

/// Memory for the nodes of one template: taken in order, freed all at once. Only for types that need no destructor.
class Arena {
 public:
  template <typename T, typename... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (take(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
  }

  /// A copy that lives as long as the arena.
  template <typename T>
  std::span<T> keep(const std::vector<T>& items) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (items.empty()) return {};
    T* to = static_cast<T*>(take(std::span(items).size_bytes(), alignof(T)));
    for (std::size_t i = 0; i < items.size(); ++i) new (to + i) T(items[i]);
    return {to, items.size()};
  }

  std::string_view keep(std::string_view text) {
    char* to = static_cast<char*>(take(text.size() + 1, 1));
    for (std::size_t i = 0; i < text.size(); ++i) to[i] = text[i];
    return {to, text.size()};
  }

 private:
  static constexpr std::size_t kBlock = 8192;

  void* take(std::size_t size, std::size_t alignment) {
    std::size_t start = (used_ + alignment - 1) & ~(alignment - 1);
    if (blocks_.empty() || start + size > capacity_) {
      capacity_ = size > kBlock ? size : kBlock;
      blocks_.push_back(std::make_unique<std::byte[]>(capacity_));
      start = 0;
    }
    used_ = start + size;
    return blocks_.back().get() + start;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace sailmaker::jinja
