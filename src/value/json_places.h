#pragma once

#include <string_view>

#include "value/places.h"

namespace sailmaker {

/// Where each part of a document stands in `text`, which parse_json() has just read without an error. Of equal keys
/// there is one, with the place of the last one, whose value counts. Costs about as much as reading: ask for it when
/// there is something to say.
Places json_places(std::string_view text);

}  // namespace sailmaker
