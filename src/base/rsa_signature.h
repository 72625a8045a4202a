#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sailmaker {

/// The RSASSA-PKCS1-v1_5 signature of `text` over SHA-256 ("RS256"), by OpenSSL, with a private key in PEM. Nothing
/// when the key cannot be read or is no RSA key.
std::optional<std::string> rsa_sha256_signature(std::string_view private_key_pem, std::string_view text);

}  // namespace sailmaker
