#include "http/url.h"

#include <gtest/gtest.h>

namespace sailmaker::http {

namespace {

TEST(Url, encodes_all_but_the_unreserved) {
  EXPECT_EQ(encode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(encode("a b/c+d=e&f%"), "a%20b%2Fc%2Bd%3De%26f%25");
  EXPECT_EQ(encode_path("a b/日"), "a%20b/%E6%97%A5");
  EXPECT_EQ(encode(std::string_view("\0", 1)), "%00");
  EXPECT_EQ(query_of({{"list-type", "2"}, {"prefix", "front50/pipelines/"}}),
            "list-type=2&prefix=front50%2Fpipelines%2F");
}

TEST(Url, decodes_what_it_encodes) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(decode(encode(all)), all);
  EXPECT_EQ(decode("50%-%4-%zz-%e6%97%A5+"), "50%-%4-%zz-日+");
  EXPECT_EQ(decode("%4"), "%4");
}

TEST(Url, splits_into_parts) {
  const UrlParts parts = split_url("https://me@host:8080/a/b?x=1?#fragment");
  EXPECT_EQ(parts.scheme, "https");
  EXPECT_EQ(parts.authority, "me@host:8080");
  EXPECT_EQ(parts.path, "/a/b");
  EXPECT_EQ(parts.query, "x=1?");
  EXPECT_EQ(split_url("http://host").path, "");
  EXPECT_EQ(split_url("http://host?a/b").path, "");
  EXPECT_EQ(split_url("http://host?a/b").query, "a/b");
}

TEST(Url, origin_tells_no_secrets) {
  EXPECT_EQ(origin_of("https://me:secret@host:8080/token/x?key=y"), "https://host:8080");
  EXPECT_EQ(host_of("https://me@host:443/"), "host");
  EXPECT_EQ(host_of("http://host:443/"), "host:443");
  EXPECT_EQ(host_of("http://127.0.0.1:80"), "127.0.0.1");
  EXPECT_EQ(host_of("http://[::1]:9000/x"), "[::1]:9000");
}

}  // namespace

}  // namespace sailmaker::http
