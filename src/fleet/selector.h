#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fleet/key.h"

namespace sailmaker::fleet {

/// A key with globs: `azar/*/prod/deploy*`. `*` is any text within one part, `?` one character, `[a-c]` one of a set,
/// `{a,b}` one of several; `**` any number of parts. Missing parts at the end mean all: `azar` selects a product.
/// Several selectors with commas between them select what any of them does. Matching takes linear time.
class Selector {
 public:
  /// Selects everything.
  Selector() = default;
  static Result<Selector> parse(std::string_view text);

  bool matches(const Key& key) const;
  bool selects_all() const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<std::vector<std::string>> alternatives_;  // each a list of glob parts
};

}  // namespace sailmaker::fleet
