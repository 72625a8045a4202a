#pragma once

#include <optional>
#include <string>
#include <vector>

#include "infer/sample.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::infer {

/// The items of several lists that belong together.
struct Column {
  std::string label;                ///< what they are called in all of them
  std::vector<const Value*> items;  ///< one a list, nullptr where it has none
};

/// Puts the items of lists side by side, in an order that all lists have; `lists[i]` is of `samples[i]`, or nullptr.
/// Items belong together by name, the names of application and stack left out of it. Nothing where items are no maps,
/// where names are not enough to tell them apart, or where the lists have them in different orders.
std::optional<std::vector<Column>> align(const std::vector<const Sample*>& samples,
                                         const std::vector<const Value*>& lists, const Path& way);

}  // namespace sailmaker::infer
