#pragma once

#include <cstddef>
#include <cstdint>

#include "jinja/failure.h"

namespace sailmaker::jinja {

/// Remembers where the stack stood, and ends recursions that went too far from there. Threads have 8 MB by default;
/// this leaves a margin for whoever called us.
class StackGuard {
 public:
  StackGuard() : base_(here()) {}

  void check() const {
    const std::uintptr_t now = here();
    const std::uintptr_t used = base_ > now ? base_ - now : now - base_;
    if (used > kMost) fail(type::kRecursion, "maximum recursion depth exceeded");
  }

 private:
  static constexpr std::uintptr_t kMost = 3 << 20;
  static std::uintptr_t here() { return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)); }
  std::uintptr_t base_;
};

}  // namespace sailmaker::jinja
