#include "base/murmur3.h"

#include <bit>
#include <cstdint>

namespace sailmaker {

namespace {

constexpr std::uint64_t kFirst = 0x87c37b91114253d5;
constexpr std::uint64_t kSecond = 0x4cf5ad432745937f;
constexpr std::size_t kBlock = 16;

/// `count` bytes as a little-endian number; at most 8.
std::uint64_t number_at(const char* bytes, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i) number |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return number;
}

std::uint64_t scrambled_first(std::uint64_t part) { return std::rotl(part * kFirst, 31) * kSecond; }
std::uint64_t scrambled_second(std::uint64_t part) { return std::rotl(part * kSecond, 33) * kFirst; }

/// Spreads each bit over the whole number.
std::uint64_t avalanche(std::uint64_t number) {
  number ^= number >> 33;
  number *= 0xff51afd7ed558ccd;
  number ^= number >> 33;
  number *= 0xc4ceb9fe1a85ec53;
  return number ^ (number >> 33);
}

void append_hex(std::string& out, std::uint64_t number) {
  constexpr char digits[] = "0123456789abcdef";
  for (int byte = 0; byte < 8; ++byte, number >>= 8) {
    out += digits[(number >> 4) & 15];
    out += digits[number & 15];
  }
}

}  // namespace

std::string murmur3_128_hex(std::string_view bytes) {
  std::uint64_t first = 0, second = 0;
  std::size_t at = 0;
  for (; bytes.size() - at >= kBlock; at += kBlock) {
    first ^= scrambled_first(number_at(bytes.data() + at, 8));
    first = (std::rotl(first, 27) + second) * 5 + 0x52dce729;
    second ^= scrambled_second(number_at(bytes.data() + at + 8, 8));
    second = (std::rotl(second, 31) + first) * 5 + 0x38495ab5;
  }
  const std::size_t left = bytes.size() - at;
  if (left > 8) second ^= scrambled_second(number_at(bytes.data() + at + 8, left - 8));
  if (left > 0) first ^= scrambled_first(number_at(bytes.data() + at, left < 8 ? left : 8));
  first ^= bytes.size();
  second ^= bytes.size();
  first += second;
  second += first;
  first = avalanche(first);
  second = avalanche(second);
  first += second;
  second += first;
  std::string out;
  out.reserve(32);
  append_hex(out, first);
  append_hex(out, second);
  return out;
}

}  // namespace sailmaker
