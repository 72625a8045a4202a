#pragma once

#include <cstddef>
#include <string_view>

#include "value/path.h"

namespace sailmaker::pipeline {

/// A path while walking down: each step stands on the stack and points to the one above, so that it costs nothing
/// until somebody asks for the Path. The parent must outlive the step.
class Trail {
 public:
  Trail() = default;  ///< the document itself
  Trail(const Trail& parent, std::string_view key) : parent_(&parent), key_(key) {}
  Trail(const Trail& parent, std::size_t index) : parent_(&parent), index_(index) {}

  Path path() const {
    if (parent_ == nullptr) return {};
    Path path = parent_->path();
    if (index_ == kNoIndex) {
      path.emplace_back(std::string(key_));
    } else {
      path.emplace_back(index_);
    }
    return path;
  }

 private:
  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);

  const Trail* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = kNoIndex;
};

}  // namespace sailmaker::pipeline
