#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sailmaker {

using Uuid = std::array<std::uint8_t, 16>;

/// Name-based UUID, version 5 (RFC 9562 5.5): the same space and name give the same UUID everywhere, for ever.
Uuid uuid5(const Uuid& space, std::string_view name);

/// 36 characters, lower case, as Spinnaker wants ids.
std::string to_string(const Uuid& uuid);

/// True for the 36-character form, in upper or lower case.
bool is_uuid(std::string_view text);

}  // namespace sailmaker
