#include "base/uuid.h"

#include <algorithm>

#include "base/digest.h"

namespace sailmaker {

namespace {

bool is_hyphen_place(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

Uuid uuid5(const Uuid& space, std::string_view name) {
  std::string bytes(space.begin(), space.end());
  bytes += name;
  const Sha1 hash = sha1(bytes);
  Uuid uuid;
  std::copy_n(hash.begin(), uuid.size(), uuid.begin());
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0F) | 0x50);
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3F) | 0x80);
  return uuid;
}

std::string to_string(const Uuid& uuid) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (const std::uint8_t byte : uuid) {
    if (is_hyphen_place(out.size())) out += '-';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_hyphen_place(i) ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

}  // namespace sailmaker
