#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sailmaker {

using Md5 = std::array<std::uint8_t, 16>;
using Sha1 = std::array<std::uint8_t, 20>;
using Sha256 = std::array<std::uint8_t, 32>;

/// Digests of bytes, by OpenSSL. SHA-1 serves names only (UUIDv5) and MD5 the checksums of object stores, never trust.
Md5 md5(std::string_view bytes);
Sha1 sha1(std::string_view bytes);
Sha256 sha256(std::string_view bytes);

/// The keyed digest of RFC 2104, which signs requests.
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);

/// Lower-case hexadecimal digits, two a byte.
std::string to_hex(std::span<const std::uint8_t> bytes);

/// The digest as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace sailmaker
