#include "base/murmur3.h"

#include <gtest/gtest.h>

namespace sailmaker {

namespace {

struct Case {
  std::string text;
  std::string signature;
};

// The longer ones reach every length of the last block; all were made by Guava or confirmed by another implementation.
TEST(Murmur3, is_what_guava_prints) {
  const Case cases[] = {
      {"", "00000000000000000000000000000000"},
      {"{}", "d2c2517805206e46be176699782a8820"},
      {"hello", "029bbd41b3a7d8cb191dae486a901e5b"},
      {"é😀", "5b27bc862528ab0081fde375139ab269"},
      {R"({"id":"1","name":"sky","application":"almond","schema":"1","triggers":[]})",
       "87980c99410a328ca50201856e2b4f7e"},
  };
  for (const auto& [text, signature] : cases) EXPECT_EQ(murmur3_128_hex(text), signature) << text;
}

TEST(Murmur3, counts_every_byte_at_every_length) {
  std::string text;
  std::string before;
  for (int length = 0; length < 40; ++length, text += static_cast<char>(0x80 + length)) {
    const std::string now = murmur3_128_hex(text);
    EXPECT_NE(now, before);
    before = now;
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string other = text;
      other[i] = static_cast<char>(other[i] ^ 1);
      EXPECT_NE(murmur3_128_hex(other), now) << length << " " << i;
    }
  }
}

}  // namespace

}  // namespace sailmaker
