#include <gtest/gtest.h>

#include "base/error.h"
#include "jinja/environment.h"
#include "value/json.h"
#include "value/path.h"

namespace sailmaker::jinja {
namespace {

const Environment& strict() {
  static const Environment environment([] {
    Options options;
    options.undefined = UndefinedKind::strict;
    return options;
  }());
  return environment;
}

Value context() {
  return *parse_json(R"({"stack": "prod", "stage": {"account": "k8s-dev", "name": "Deploy", "tags": ["a", "b"]}})",
                     "test");
}

// "true" or "false", or the whole error.
std::string ask(std::string_view source, const Environment& environment = strict()) {
  const auto compiled = environment.compile_expression(source, "rule");
  if (!compiled) return to_text(compiled.error());
  const auto holds = (*compiled)->holds(context());
  if (!holds) return to_text(holds.error());
  return *holds ? "true" : "false";
}

TEST(Expression, HoldsWhenItsValueCountsAsTrue) {
  const std::pair<const char*, const char*> cases[] = {
      {"stage.account == 'k8s-' ~ stack", "false"},
      {"stage.account == 'k8s-dev'", "true"},
      {" 'a' in stage.tags\n and stack", "true"},
      {"stage.tags | length", "true"},
      {"stage.tags[5:]", "false"},
      {"none", "false"},
      {"stage.missing is defined", "false"},
      {"stage.tags.append('c') or stage.tags | length == 3", "true"},
      {"stage.tags | length == 2", "true"},  // the one before changed a copy
      {"self is defined", "true"},
  };
  for (const auto& [source, expected] : cases) EXPECT_EQ(ask(source), expected) << source;
}

TEST(Expression, LenientUndefinedIsFalse) {
  EXPECT_EQ(ask("stage.missing", Environment()), "false");
  EXPECT_EQ(ask("nothing", Environment()), "false");
}

TEST(Expression, ErrorsPointIntoIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"stage.acount == 'x'", R"(error: 'dict object' has no attribute 'acount'
 --> rule:1:1
  |
1 | stage.acount == 'x'
  | ^^^^^^^^^^^^^^^^^^^
  hint: did you mean 'account'?
)"},
      {"stack ==\n stak", R"(error: 'stak' is undefined
 --> rule:2:2
  |
2 |  stak
  |  ^^^^
  hint: did you mean 'stack'?
)"},
      {"stak", R"(error: 'stak' is undefined
 --> rule:1:1
  |
1 | stak
  | ^^^^
  hint: did you mean 'stack'?
)"},
      {"stack = 'prod'", R"(error: the expression ends before '='
 --> rule:1:7
  |
1 | stack = 'prod'
  |       ^
  hint: '==' compares; only 'set' assigns
)"},
      {"stack == 'a', 'b'", R"(error: the expression ends before ','
 --> rule:1:13
  |
1 | stack == 'a', 'b'
  |             ^
)"},
      {"stack == ", R"(error: unexpected end of expression, expected an expression
 --> rule:1:7
  |
1 | stack == 
  |       ^^
)"},
      {"", R"(error: unexpected end of expression, expected an expression
 --> rule:1:1
)"},
      {"{{ stack }}", R"(error: expected ':', got '}'
 --> rule:1:10
  |
1 | {{ stack }}
  |          ^
)"},
      {"stack | lowr", R"(error: No filter named 'lowr'
 --> rule:1:9
  |
1 | stack | lowr
  |         ^^^^
  hint: did you mean 'lower'?
)"},
      {"stack & 1", R"(error: unexpected char '&'
 --> rule:1:7
  |
1 | stack & 1
  |       ^
  hint: Jinja writes 'and', and '~' to join texts
)"},
      {"range(10 ** 9) | list", R"(error: a range of more than 1000000 items
 --> rule:1:18
  |
1 | range(10 ** 9) | list
  |                  ^^^^
)"},
  };
  for (const auto& [source, expected] : cases) EXPECT_EQ(ask(source), expected) << source;
}

TEST(Expression, TellsWhatItReads) {
  const std::pair<const char*, const char*> cases[] = {
      {"stage.account == 'k8s-' ~ product ~ '-' ~ stack", "stage.account product stack"},
      {"stage.name.startswith(prefix) and stage['name'] != stage.tags[0].x", "stage.name prefix stage.tags[0].x"},
      {"'manualJudgment' in upstream | map(attribute='type')", "upstream"},
      {"stage[key].x is divisibleby(n) or {a: b}", "stage key n a b"},
      {"x if y else -z[1:w]", "x y z w"},
      {"range(3) == stack", "stack"},
      {"true", ""},
  };
  for (const auto& [source, expected] : cases) {
    const auto compiled = strict().compile_expression(source, "rule");
    ASSERT_TRUE(compiled) << source << to_text(compiled.error());
    std::string reads;
    for (const Path& path : (*compiled)->reads()) reads += (reads.empty() ? "" : " ") + to_string(path);
    EXPECT_EQ(reads, expected) << source;
  }
}

}  // namespace
}  // namespace sailmaker::jinja
