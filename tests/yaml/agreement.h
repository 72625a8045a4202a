#pragma once

#include <string>
#include <string_view>

#include "value/value.h"
#include "yaml/composer.h"
#include "yaml/fast_reader.h"

namespace sailmaker::yaml {

/// Where the fast reader and compose() disagree about `text`; empty when they agree or the fast reader gives up.
inline std::string disagreement(std::string_view text, const Options& options = {}) {
  Document fast;
  if (!read_fast(text, options.limits, fast)) return {};
  const auto slow = compose(text, "input", options);
  if (!slow) return "only the fast reader takes it: " + to_line(slow.error());
  if (!identical(fast.root, slow->root, KeyOrder::counts)) return "different values";
  if (fast.surprises.size() != slow->surprises.size()) return "different numbers of surprises";
  for (std::size_t i = 0; i < fast.surprises.size(); ++i) {
    const Surprise& a = fast.surprises[i];
    const Surprise& b = slow->surprises[i];
    if (a.span != b.span || a.message != b.message || a.hint != b.hint) return "different surprise: " + a.message;
  }
  return {};
}

}  // namespace sailmaker::yaml
