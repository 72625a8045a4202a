#include "fleet/key.h"

#include <gtest/gtest.h>

namespace sailmaker::fleet {
namespace {

TEST(Key, ReadsWhatItWrites) {
  const auto key = parse_key("azar/my-microservice/prod/deploy");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->product, "azar");
  EXPECT_EQ(key->service, "my-microservice");
  EXPECT_EQ(key->stack, "prod");
  EXPECT_EQ(key->pipeline, "deploy");
  EXPECT_EQ(to_string(*key), "azar/my-microservice/prod/deploy");
}

TEST(Key, SaysWhatIsMissing) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "key:1:1: the key's product is empty"},
      {"azar", "key:1:5: the key ends before its service"},
      {"azar/", "key:1:6: the key's service is empty"},
      {"azar//prod/deploy", "key:1:6: the key's service is empty"},
      {"azar/a/prod", "key:1:12: the key ends before its template"},
      {"azar/a/prod/", "key:1:13: the key's template is empty"},
      {"/a/prod/deploy", "key:1:1: the key's product is empty"},
      {"azar/*/prod/deploy", "key:1:6: the key's service holds a '*'"},
      {"azar/my api/prod/deploy", "key:1:6: the key's service holds a blank"},
      {"azar/a/prod/deploy/", "key:1:19: the key has more than four parts"},
      {"azar/a/prod/deploy/x", "key:1:19: the key has more than four parts"},
  };
  for (const auto& [text, message] : cases) {
    const auto key = parse_key(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(to_line(key.error()), message) << text;
  }
}

TEST(Key, ErrorIsWholeWithPlaceAndHint) {
  EXPECT_EQ(to_text(parse_key("azar/a/prod").error()),
            "error: the key ends before its template\n"
            " --> key:1:12\n"
            "  |\n"
            "1 | azar/a/prod\n"
            "  |            ^\n"
            "  hint: a key is product/service/stack/template, such as azar/my-microservice/prod/deploy\n");
}

}  // namespace
}  // namespace sailmaker::fleet
