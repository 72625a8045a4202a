#pragma once

#include <string_view>

#include "base/result.h"

namespace sailmaker::target {

/// Whether `name` can name a record (see Records); a safe file name and object key.
Result<void> check_record_name(std::string_view name);

}  // namespace sailmaker::target
