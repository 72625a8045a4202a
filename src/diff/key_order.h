#pragma once

#include "value/value.h"

namespace sailmaker::diff {

/// `value` with the keys of its maps in the order that `model` has them, all the way down; keys that `model` does not
/// know stay behind the key they stood behind. Shares what needs no change.
Value in_key_order_of(const Value& model, const Value& value);

}  // namespace sailmaker::diff
