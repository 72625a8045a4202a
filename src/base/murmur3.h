#pragma once

#include <string>
#include <string_view>

namespace sailmaker {

/// MurmurHash3_x64_128 with seed 0 over the bytes, as 32 lower-case hexadecimal digits: both halves little-endian, the
/// first one first, as Guava's murmur3_128 prints it. Tells texts apart; no protection against anybody.
std::string murmur3_128_hex(std::string_view bytes);

}  // namespace sailmaker
