#include "target/id.h"

#include <gtest/gtest.h>

#include <string>

namespace sailmaker::target {

namespace {

std::string complaint(std::string_view id) {
  const auto result = check_id(id);
  return result ? "" : result.error().message;
}

TEST(Id, says_what_is_wrong) {
  EXPECT_EQ(complaint(""), "'' cannot be the id of a pipeline: it is empty");
  EXPECT_EQ(complaint("a/b"), "'a/b' cannot be the id of a pipeline: it has a slash");
  EXPECT_EQ(complaint("Ab"), "'Ab' cannot be the id of a pipeline: it has upper-case letters");
  EXPECT_EQ(complaint(".."), "'..' cannot be the id of a pipeline: it begins with a dot");
  EXPECT_EQ(complaint("a "), "'a ' cannot be the id of a pipeline: it begins or ends with a blank");
  EXPECT_EQ(complaint("last-modified.json"),
            "'last-modified.json' cannot be the id of a pipeline: it is the name of Front50's marker");
}

TEST(Id, shows_only_text) {
  EXPECT_EQ(complaint("a\x1b[31m"), "'a?[31m' cannot be the id of a pipeline: it has a control character");
  EXPECT_EQ(complaint("a\xff"), "'a?' cannot be the id of a pipeline: it is not UTF-8");
}

TEST(Id, cuts_long_ones_between_characters) {
  std::string id = "x";
  for (int i = 0; i < 100; ++i) id += "日";
  EXPECT_EQ(complaint(id), "'" + id.substr(0, 64) + "...' cannot be the id of a pipeline: it is longer than 255 bytes");
  EXPECT_EQ(complaint("xy" + id).find("xyx"), 1u);
  EXPECT_EQ(complaint("xy" + id),
            "'" + ("xy" + id).substr(0, 63) + "...' cannot be the id of a pipeline: it is longer than 255 bytes");
}

TEST(Id, takes_what_stores_hold) {
  EXPECT_EQ(complaint("f1e2d3c4-0000-5000-8000-0123456789ab"), "");
  EXPECT_EQ(complaint("app:deploy to prod"), "");
  EXPECT_EQ(complaint(std::string(255, 'a')), "");
}

}  // namespace

}  // namespace sailmaker::target
