#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// What putting a value somewhere did.
struct Put {
  Path path;                    ///< where the part stands now, or stood, when it was removed
  std::optional<Value> before;  ///< what was there
  bool removed_item = false;    ///< an item of a list is gone: those behind it have other numbers now
};

/// Puts `value` at a path that a person wrote, whatever was there; null removes what is there. Items of lists are named
/// as item_called() (pipeline/item_name.h) finds them: by what tells them apart, which outlives a change of order. All
/// but the last word must be there. A last word that is not adds a field, or, with an item that is called so, an item
/// at the end of the list. An error says what is not there or cannot be told apart, with a near miss; the pipeline is
/// then as it was.
Result<Put> put_part(Value& pipeline, std::string_view path, const Value& value);

}  // namespace sailmaker::pipeline
