#include "fleet/glob.h"

#include <gtest/gtest.h>

#include <random>

namespace sailmaker::fleet {
namespace {

Glob glob(std::string_view text) {
  auto made = Glob::compile(text, 0, text.size(), "glob");
  EXPECT_TRUE(made) << text;
  return made ? std::move(made).value() : Glob();
}

TEST(Glob, Matches) {
  const struct {
    const char* pattern;
    std::vector<const char*> yes;
    std::vector<const char*> no;
  } cases[] = {
      {"deploy", {"deploy"}, {"deploy2", "Deploy", "xdeploy", ""}},
      {"*", {"", "a", "deploy-canary"}, {}},
      {"deploy*", {"deploy", "deploy-canary"}, {"redeploy"}},
      {"*-api", {"match-api", "-api"}, {"api", "match-api-2"}},
      {"a*b*c", {"abc", "aXbYc", "abcbc"}, {"acb", "abcd"}},
      {"svc-?", {"svc-1", "svc-ü"}, {"svc-", "svc-12"}},
      {"svc-[0-4a]", {"svc-0", "svc-4", "svc-a"}, {"svc-5", "svc-b"}},
      {"[!p]*", {"dev", "stage"}, {"prod"}},
      {"[^p]*", {"dev"}, {"prod"}},
      {"[]-]x", {"]x", "-x"}, {"ax"}},
      {"[а-я]", {"ж"}, {"z"}},
      {"{dev,qa}", {"dev", "qa"}, {"devqa", "prod", ""}},
      {"{dev,qa}-{1,2}", {"dev-1", "qa-2"}, {"dev-3"}},
      {"{a,b{c,d*}}x", {"ax", "bcx", "bdx", "bdddx"}, {"bx", "cx"}},
      {"x{,-canary}", {"x", "x-canary"}, {"x-"}},
      {"{}", {""}, {"x"}},
  };
  for (const auto& [pattern, yes, no] : cases) {
    for (const char* name : yes) EXPECT_TRUE(glob(pattern).matches(name)) << pattern << " " << name;
    for (const char* name : no) EXPECT_FALSE(glob(pattern).matches(name)) << pattern << " " << name;
  }
}

// Slow and obviously right: what a pattern of plain characters, '?' and '*' means.
bool matches_slowly(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    return matches_slowly(pattern.substr(1), name) || (!name.empty() && matches_slowly(pattern, name.substr(1)));
  }
  return !name.empty() && (pattern[0] == '?' || pattern[0] == name[0]) &&
         matches_slowly(pattern.substr(1), name.substr(1));
}

TEST(Glob, AgreesWithTheSlowWay) {
  std::mt19937 random(20240611);
  const auto text = [&](std::string_view letters, std::size_t longest) {
    std::string made(random() % (longest + 1), ' ');
    for (char& c : made) c = letters[random() % letters.size()];
    return made;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::string pattern = text("ab*?", 7);
    const std::string name = text("ab", 8);
    EXPECT_EQ(glob(pattern).matches(name), matches_slowly(pattern, name)) << pattern << " " << name;
  }
}

TEST(Glob, HasNoPatternThatTakesLong) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "{a*,*a,}";
  EXPECT_FALSE(glob(pattern + "b").matches(std::string(250, 'a')));
  EXPECT_TRUE(glob(pattern).matches(std::string(250, 'a')));
}

TEST(Glob, LimitsBraces) {
  const std::string deep = std::string(17, '{') + std::string(17, '}');
  EXPECT_EQ(to_line(Glob::compile(deep, 0, deep.size(), "glob").error()), "glob:1:17: braces are nested too deep");
}

TEST(Glob, LimitsLength) {
  const std::string stars(4097, '*');
  EXPECT_TRUE(Glob::compile(stars, 0, 4096, "glob"));
  EXPECT_EQ(Glob::compile(stars, 0, 4097, "glob").error().message, "a pattern of more than 4096 bytes");
}

}  // namespace
}  // namespace sailmaker::fleet
