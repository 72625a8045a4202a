#pragma once

#include <string>

#include "base/error.h"

namespace sailmaker::generate {

/// Stands on the stack while a pipeline is being rendered, so that two pipelines that ask for each other's name are
/// found out instead of rendering each other for ever.
class NameGuard {
 public:
  explicit NameGuard(std::string key);
  ~NameGuard();
  NameGuard(const NameGuard&) = delete;
  NameGuard& operator=(const NameGuard&) = delete;

  /// True when this thread is already rendering that pipeline further out.
  bool is_circle() const { return is_circle_; }
  /// "the name of a needs b, which needs a".
  Error circle() const;

 private:
  bool is_circle_ = false;
};

}  // namespace sailmaker::generate
