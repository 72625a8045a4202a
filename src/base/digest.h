#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sailmaker {

using Sha1 = std::array<std::uint8_t, 20>;
using Sha256 = std::array<std::uint8_t, 32>;

/// Digests of bytes, by OpenSSL. SHA-1 serves names only (UUIDv5), never trust.
Sha1 sha1(std::string_view bytes);
Sha256 sha256(std::string_view bytes);

/// The digest as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace sailmaker
