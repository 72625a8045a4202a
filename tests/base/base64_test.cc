#include "base/base64.h"

#include <gtest/gtest.h>

namespace sailmaker {
namespace {

TEST(Base64, ReadsBackWhatItWrites) {
  std::string bytes;
  for (int i = 0; i < 260; ++i) {
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
    bytes += static_cast<char>(i * 7);
  }
  EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64_encode("\xFB\xFF"), "+/8=");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* text : {"A", "AA=", "AA===", "A===", "=", "AAAA=", "AA==AA", "A-", "\xFF"}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
}

}  // namespace
}  // namespace sailmaker
