#pragma once

#include <string>

#include "value/value.h"

namespace sailmaker::diff {

/// A value on one line as people write it: 1.1.0, '3', [a, b], {k: v}. Quotes only where the text would mean something
/// else.
std::string phrase(const Value& value);

/// True for a scalar, and for a list of scalars or an empty map: what reads well on one line.
bool is_simple(const Value& value);

/// What people call an item: its name, and in quotes the text that they see in Spinnaker when it says more.
/// An item without a name is called by its index: [2].
std::string heading(const std::string& name, const Value& item, std::size_t index);

}  // namespace sailmaker::diff
