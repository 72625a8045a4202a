// The examples that AWS publishes: its test suite for Signature Version 4 and the pages on signing for S3.
#include "http/signature.h"

#include <gtest/gtest.h>

namespace sailmaker::http {

namespace {

constexpr std::chrono::system_clock::time_point kSuiteDate{std::chrono::seconds(1440938160)};  // 2015-08-30 12:36:00
constexpr std::chrono::system_clock::time_point kS3Date{std::chrono::seconds(1369353600)};     // 2013-05-24

struct Case {
  std::string name;
  Request request;
  std::string signature;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

std::string signature_in(const Headers& headers) {
  const std::string& value = headers.back().value;
  EXPECT_EQ(headers.back().name, "Authorization");
  return value.substr(value.rfind('=') + 1);
}

Signing suite_signing(const std::string& token = {}) {
  return {.region = "us-east-1",
          .service = "service",
          .access_key_id = "AKIDEXAMPLE",
          .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
          .session_token = token};
}

class Suite : public testing::TestWithParam<Case> {};

TEST_P(Suite, signs_as_published) {
  EXPECT_EQ(signature_in(signature_of(GetParam().request, suite_signing(), kSuiteDate)), GetParam().signature);
}

const std::string kSuite = "https://example.amazonaws.com";

INSTANTIATE_TEST_SUITE_P(
    Published, Suite,
    testing::Values(
        Case{"get-vanilla", {.url = kSuite + "/"}, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        Case{"get-vanilla-without-path",
             {.url = kSuite},
             "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        Case{"get-vanilla-query-order-key-case",
             {.url = kSuite + "/?Param2=value2&Param1=value1"},
             "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
        Case{"get-utf8",
             {.url = kSuite + "/%E1%88%B4"},
             "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
        Case{"get-header-value-trim",
             {.url = kSuite + "/", .headers = {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}}},
             "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
        Case{"post-vanilla",
             {.method = "POST", .url = kSuite + "/"},
             "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
        Case{"post-x-www-form-urlencoded",
             {.method = "POST",
              .url = kSuite + "/",
              .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
              .body = "Param1=value1"},
             "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"}));

class Storage : public testing::TestWithParam<Case> {};

TEST_P(Storage, signs_as_published) {
  const Signing signing = {.region = "us-east-1",
                           .service = "s3",
                           .access_key_id = "AKIAIOSFODNN7EXAMPLE",
                           .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  EXPECT_EQ(signature_in(signature_of(GetParam().request, signing, kS3Date)), GetParam().signature);
}

const std::string kBucket = "https://examplebucket.s3.amazonaws.com";

INSTANTIATE_TEST_SUITE_P(Published, Storage,
                         testing::Values(Case{"get-object",
                                              {.url = kBucket + "/test.txt", .headers = {{"Range", "bytes=0-9"}}},
                                              "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
                                         Case{"put-object",
                                              {.method = "PUT",
                                               .url = kBucket + "/test%24file.text",
                                               .headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                                                           {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                                               .body = "Welcome to Amazon S3."},
                                              "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
                                         Case{"get-lifecycle",
                                              {.url = kBucket + "/?lifecycle"},
                                              "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
                                         Case{"list",
                                              {.url = kBucket + "/?max-keys=2&prefix=J"},
                                              "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}));

TEST(Signature, names_what_it_signs) {
  const Headers headers = signature_of({.url = kSuite + "/"}, suite_signing(), kSuiteDate);
  const Headers expected = {{"x-amz-date", "20150830T123600Z"},
                            {"Authorization",
                             "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                             "SignedHeaders=host;x-amz-date, "
                             "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"}};
  EXPECT_EQ(headers, expected);
}

TEST(Signature, signs_the_token_of_temporary_keys) {
  const Headers headers = signature_of({.url = kSuite + "/"}, suite_signing("token"), kSuiteDate);
  EXPECT_EQ(headers.at(1), (Header{"x-amz-security-token", "token"}));
  EXPECT_NE(headers.back().value.find("SignedHeaders=host;x-amz-date;x-amz-security-token"), std::string::npos);
}

TEST(Signature, has_other_names_for_google) {
  Signing signing = suite_signing();
  signing.scheme = Signing::Scheme::goog4;
  signing.region = "auto";
  signing.service = "storage";
  const Headers headers = signature_of({.url = "https://storage.googleapis.com/b/o"}, signing, kSuiteDate);
  EXPECT_EQ(headers.at(0).name, "x-goog-date");
  EXPECT_EQ(headers.at(1).name, "x-goog-content-sha256");
  EXPECT_TRUE(
      headers.back().value.starts_with("GOOG4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/auto/storage/goog4_request, "
                                       "SignedHeaders=host;x-goog-content-sha256;x-goog-date, Signature="));
}

}  // namespace

}  // namespace sailmaker::http
