#include "base/digest.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/uuid.h"

namespace sailmaker {
namespace {

TEST(Digest, KnowsTheVectorsOfTheStandard) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  const Sha1 abc = sha1("abc");
  EXPECT_EQ(abc[0], 0xA9);
  EXPECT_EQ(abc[19], 0x9D);
}

TEST(Digest, IsTheSameOnEveryThread) {
  std::vector<std::string> found(8);
  {
    std::vector<std::jthread> threads;
    for (std::string& out : found) threads.emplace_back([&out] { out = sha256_hex("abc"); });
  }
  for (const std::string& hex : found) EXPECT_EQ(hex, sha256_hex("abc"));
}

// The name space for DNS of RFC 9562, and what Python's uuid.uuid5() makes of it.
constexpr Uuid kDns = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

TEST(Uuid, KnowsTheVectorsOfTheStandard) {
  EXPECT_EQ(to_string(uuid5(kDns, "www.example.com")), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_EQ(to_string(uuid5(kDns, "python.org")), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
  EXPECT_EQ(to_string(kDns), "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
}

TEST(Uuid, IsRecognised) {
  EXPECT_TRUE(is_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
  EXPECT_TRUE(is_uuid("6BA7B810-9DAD-11D1-80B4-00C04FD430C8"));
  for (const char* text : {"", "6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b810-9dad-11d1-80b4-00c04fd430c88",
                           "6ba7b810_9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
                           "6ba7b8109-dad-11d1-80b4-00c04fd430c8"}) {
    EXPECT_FALSE(is_uuid(text)) << text;
  }
}

}  // namespace
}  // namespace sailmaker
