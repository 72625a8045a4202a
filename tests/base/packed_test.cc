#include "base/packed.h"

#include <gtest/gtest.h>

namespace sailmaker {
namespace {

constexpr std::size_t kLimit = 64 << 20;

TEST(Packed, ComesBackAsItWas) {
  std::string all;
  for (unsigned i = 0; i < 300000; ++i) all += static_cast<char>(i * i / 7);
  for (const std::string& text : {std::string(), std::string("a"), std::string(1 << 20, 'x'), all}) {
    const auto back = unpack(pack(text), kLimit);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_TRUE(*back == text);
  }
}

TEST(Packed, IsText) {
  // As Python's zlib.compress() makes it: other programs can read it.
  EXPECT_EQ(unpack("eJwryCxIzcnMSwUADywDVw==", kLimit).value(), "pipeline");
  EXPECT_EQ(pack("pipeline").substr(4), "yCxIzcnMSwUADywDVw==");
  EXPECT_LT(pack(std::string(1 << 20, 'x')).size(), 10000U);
}

TEST(Packed, SaysWhenItIsNotWhole) {
  const std::string packed = pack(std::string(100000, 'x') + "end");
  EXPECT_EQ(unpack("?", kLimit).error().message, "the compressed text is not whole");
  EXPECT_EQ(unpack("", kLimit).error().message, "the compressed text is not whole");
  EXPECT_EQ(unpack("aGVsbG8=", kLimit).error().message, "the compressed text is not whole");
  EXPECT_EQ(unpack(packed.substr(0, 40), kLimit).error().message, "the compressed text is not whole");
}

TEST(Packed, KeepsTheLimit) {
  const std::string packed = pack(std::string(1000, 'x'));
  EXPECT_TRUE(unpack(packed, 1000).ok());
  EXPECT_EQ(unpack(packed, 999).error().message, "the compressed text is too long");
  EXPECT_EQ(unpack(pack(std::string(10 << 20, 'x')), 1000).error().message, "the compressed text is too long");
}

}  // namespace
}  // namespace sailmaker
