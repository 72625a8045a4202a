#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sailmaker {

/// Base64 of RFC 4648 with padding.
std::string base64_encode(std::string_view bytes);

/// The bytes of such a text; white space in it is skipped, the padding may be missing. Nothing when it is no base64.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace sailmaker
