#include "store/header.h"

#include <gtest/gtest.h>

namespace sailmaker::store {
namespace {

std::string header(std::string_view text) {
  const auto found = header_of(text, "t.yaml.j2");
  if (!found) return to_line(found.error());
  return *found ? **found : "none";
}

TEST(Header, StandsWhereItStoodInTheFile) {
  EXPECT_EQ(header("{#---\ndescription: x\n---#}\nbody"), "     \ndescription: x\n");
  EXPECT_EQ(header("{#---\r\na: 1\r\n---#}"), "     \r\na: 1\r\n");
  EXPECT_EQ(header("{#--- a: 1 ---#}body"), "      a: 1 ");
  EXPECT_EQ(header("{#------#}"), "     ");
}

TEST(Header, IsMissing) {
  for (const char* text : {"", "body", "{# comment #}", "\n{#---\na: 1\n---#}", "{#-- a ---#}"}) {
    EXPECT_EQ(header(text), "none") << text;
  }
}

TEST(Header, IsBroken) {
  EXPECT_EQ(header("{#---\na: 1\n"), "t.yaml.j2:1:1: the header is never closed");
  EXPECT_EQ(header("{#---\na: 1\n#}"), "t.yaml.j2:3:1: the header must end with '---#}'");
  EXPECT_EQ(header("{#---#}"), "t.yaml.j2:1:6: the header must end with '---#}'");
  EXPECT_EQ(header("{#---\na: '#}'\n---#}"), "t.yaml.j2:2:5: the header must end with '---#}'");
}

}  // namespace
}  // namespace sailmaker::store
