#pragma once

#include <cstdint>

namespace sailmaker::pipeline {

/// What Java's Character.isLetter(char) says: a letter that takes one UTF-16 unit. Letters beyond U+FFFF are none, as
/// Java looks at each half of their pair.
bool is_java_letter(std::uint32_t c);

}  // namespace sailmaker::pipeline
