#include "fleet/selector.h"

#include <gtest/gtest.h>

#include <vector>

namespace sailmaker::fleet {
namespace {

const std::vector<Key> kKeys = {
    {"azar", "api", "dev", "deploy"},         {"azar", "api", "prod", "deploy"},
    {"azar", "api", "prod", "deploy-canary"}, {"azar", "match", "dev", "deploy"},
    {"hakuna", "live", "prod", "deploy"},     {"hakuna", "deploy", "prod", "canary-test"},
};

// The numbers of the keys that are selected.
std::string selected(std::string_view text) {
  const auto selector = Selector::parse(text);
  if (!selector) return to_line(selector.error());
  std::string numbers;
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    if (selector->matches(kKeys[i])) numbers += std::to_string(i);
  }
  return numbers;
}

TEST(Selector, Selects) {
  const std::pair<const char*, const char*> cases[] = {
      {"**", "012345"},
      {"*", "012345"},
      {"azar", "0123"},
      {"azar/", "0123"},
      {"azar/api", "012"},
      {"azar/api/prod", "12"},
      {"azar/api/prod/deploy", "1"},
      {"azar/*/prod/deploy*", "12"},
      {"*/*/prod", "1245"},
      {"*/*/*/deploy", "0134"},
      {"**/deploy", "0134"},
      {"azar/**/deploy", "013"},
      {"**/prod/*", "1245"},
      {"**/deploy/**", "01345"},
      {"azar/**", "0123"},
      {"**/prod", ""},
      {"*/**/*/**/prod/*", "1245"},
      {"{azar,hakuna}/*/dev", "03"},
      {"hakuna,azar/match", "345"},
      {" hakuna , azar/match\n", "345"},
      {"azar/{api,match}/dev,hakuna/live", "034"},
      {"[a-h]*/????", "4"},
      {"Azar", ""},
      {"nobody", ""},
  };
  for (const auto& [text, numbers] : cases) EXPECT_EQ(selected(text), numbers) << text;
}

TEST(Selector, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "selector:1:1: the selector is empty"},
      {"  ", "selector:1:3: there is no selector here"},
      {"azar,", "selector:1:6: there is no selector here"},
      {"azar,,hakuna", "selector:1:6: there is no selector here"},
      {"/azar", "selector:1:1: an empty part of a selector"},
      {"azar//dev", "selector:1:6: an empty part of a selector"},
      {"azar/**api", "selector:1:6: '**' must stand alone between slashes"},
      {"azar/{a,**}", "selector:1:9: '**' must stand alone between slashes"},
      {"a/b/c/d/e", "selector:1:9: more than four parts"},
      {"a/b/**/c/d/e", "selector:1:12: more than four parts"},
      {"azar/{a/b,c}/dev", "selector:1:8: a '/' inside braces"},
      {"azar/{a,b/dev", "selector:1:6: this '{' is never closed"},
      {"azar/a}", "selector:1:7: a '}' without a '{' before it"},
      {"azar/a]", "selector:1:7: a ']' without a '[' before it"},
      {"azar/[ab", "selector:1:6: this '[' is never closed"},
      {"azar/[]", "selector:1:6: this '[' is never closed"},
      {"azar/x[z-a]", "selector:1:8: the range 'z-a' is empty"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(selected(text), message) << text;
}

TEST(Selector, ErrorIsWholeWithPlaceAndHint) {
  EXPECT_EQ(to_text(Selector::parse("azar,hakuna/[z-a]*/prod").error()),
            "error: the range 'z-a' is empty\n"
            " --> selector:1:14\n"
            "  |\n"
            "1 | azar,hakuna/[z-a]*/prod\n"
            "  |              ^^^\n"
            "  hint: write the lower character first\n");
}

TEST(Selector, KnowsWhenItSelectsAll) {
  EXPECT_TRUE(Selector().selects_all());
  EXPECT_TRUE(Selector().matches(kKeys[0]));
  EXPECT_EQ(Selector().text(), "**");
  for (const char* all : {"**", "*", "*/*", "*/*/*/*", "**/*", "azar,*"}) {
    EXPECT_TRUE(Selector::parse(all)->selects_all()) << all;
  }
  for (const char* some : {"azar", "*/?", "**/deploy"}) EXPECT_FALSE(Selector::parse(some)->selects_all()) << some;
}

TEST(Selector, RefusesTextWithoutEnd) { EXPECT_FALSE(Selector::parse(std::string((1 << 20) + 1, 'a'))); }

}  // namespace
}  // namespace sailmaker::fleet
