#include "generate/trade_filters.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/error.h"
#include "jinja/source_map.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::generate {
namespace {

Result<std::string> render(std::string_view source, const Value& context = Value(Map())) {
  jinja::Environment environment;
  add_trade_filters(environment);
  auto compiled = environment.compile(source, "t");
  if (!compiled) return std::move(compiled).error();
  return (*compiled)->render(context);
}

std::string answer(std::string_view source, const Value& context = Value(Map())) {
  auto output = render(source, context);
  return output ? *output : output.error().type + ": " + output.error().message;
}

struct Case {
  const char* source;
  const char* output;
};

class Filters : public testing::TestWithParam<Case> {};

TEST_P(Filters, Give) { EXPECT_EQ(answer(GetParam().source), GetParam().output); }

INSTANTIATE_TEST_SUITE_P(
    Yaml, Filters,
    testing::Values(Case{"{{ {'a': 1, 'b': [true, none]}|to_yaml }}", "a: 1\nb:\n  - true\n  - null"},
                    Case{"x:\n  {{ {'a': {'b': 'c'}}|to_yaml(2) }}", "x:\n  a:\n    b: c"},
                    Case{"{{ ['yes', '1.10', 'plain', '', '${ a }', 'a: b']|to_yaml }}",
                         "- 'yes'\n- '1.10'\n- plain\n- ''\n- ${ a }\n- 'a: b'"},
                    Case{"{{ 'two\\nlines\\n'|to_yaml }}", "\"two\\nlines\\n\""},
                    Case{"{{ {}|to_yaml }} {{ []|to_yaml }} {{ none|to_yaml }} {{ 1e16|to_yaml }}",
                         "{} [] null 1.0e+16"},
                    Case{"{{ (1, 2)|to_yaml }}", "- 1\n- 2"},
                    Case{"{{ [1, 2]|map('string')|to_yaml }}", "- '1'\n- '2'"},
                    Case{"{{ range(2)|to_yaml }}", "- 0\n- 1"}, Case{"{{ {'a': 1}.items()|to_yaml }}", "- - a\n  - 1"},
                    Case{"{{ 'a: [1, x]'|from_yaml }}", "{'a': [1, 'x']}"}, Case{"{{ 'yes'|from_yaml }}", "True"},
                    Case{"{{ ''|from_yaml }}", "None"}));

INSTANTIATE_TEST_SUITE_P(Json, Filters,
                         testing::Values(Case{"{{ {'b': [1, 2.0, 1e16], 'a': 'é<\"'}|to_json }}",
                                              R"({"b": [1, 2.0, 1.0e+16], "a": "é<\""})"},
                                         Case{"{{ {'b': 1, 'a': {}}|to_json(indent=2, sort_keys=true) }}",
                                              "{\n  \"a\": {},\n  \"b\": 1\n}"},
                                         Case{"{{ {1: 2, none: 3}|to_json }}", R"({"1": 2, "null": 3})"},
                                         Case{"{{ '{\"a\": [1, 1.0, null]}'|from_json }}", "{'a': [1, 1.0, None]}"}));

INSTANTIATE_TEST_SUITE_P(
    Text, Filters,
    testing::Values(Case{"{{ 'https://example.com/'|uuid5 }}", "dd2c1780-811a-5296-81c5-178a0ef488bc"},
                    Case{"{{ 'python.org'|uuid5('dns') }}", "886313e1-3b8a-5372-9b90-0c9aee199e5d"},
                    Case{"{{ 'python.org'|uuid5('6BA7B810-9dad-11d1-80b4-00c04fd430c8') }}",
                         "886313e1-3b8a-5372-9b90-0c9aee199e5d"},
                    Case{"{{ 'abc'|sha256 }}", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                    Case{"{{ ''|b64encode }}|{{ 'f'|b64encode }}|{{ 'fo'|b64encode }}|{{ 'foobar'|b64encode }}",
                         "|Zg==|Zm8=|Zm9vYmFy"},
                    Case{"{{ 'Zg=='|b64decode }}{{ 'Zm8'|b64decode }}{{ 'Zm9v\nYmFy'|b64decode }}", "ffofoobar"}));

INSTANTIATE_TEST_SUITE_P(
    Versions, Filters,
    testing::Values(
        Case{"{{ '1.10.0'|semver_compare('1.9.0') }}", "1"}, Case{"{{ 'v1.2'|semver_compare('1.2.0') }}", "0"},
        Case{"{{ '1.0.0-rc.2'|semver_compare('1.0.0-rc.10') }}", "-1"},
        Case{"{{ '1.0.0-rc.1'|semver_compare('1.0.0') }}", "-1"},
        Case{"{{ '1.0.0+a'|semver_compare('1.0.0+b') }}", "0"},
        Case{"{{ '1.4.2'|semver_compare('>=1.2, <2') }}", "True"},
        Case{"{{ '2.0.0'|semver_compare('>= 1.2 < 2') }}", "False"},
        Case{"{{ '1.2.9'|semver_compare('~1.2.3') }}{{ '1.3.0'|semver_compare('~1.2.3') }}", "TrueFalse"},
        Case{"{{ '1.9.0'|semver_compare('^1.2') }}{{ '2.0.0'|semver_compare('^1.2') }}", "TrueFalse"},
        Case{"{{ '0.3.0'|semver_compare('^0.2.3') }}{{ '0.0.4'|semver_compare('^0.0.3') }}", "FalseFalse"},
        Case{"{{ '1.2.7'|semver_compare('1.2.x') }}{{ '1.3.0'|semver_compare('1.2.*') }}", "TrueFalse"},
        Case{"{{ '1.4.9'|semver_compare('1.2 - 1.4') }}{{ '1.5.0'|semver_compare('1.2 - 1.4') }}", "TrueFalse"},
        Case{"{{ '3.0.0'|semver_compare('<1 || >2') }}{{ '1.5.0'|semver_compare('!=1.5') }}", "TrueFalse"},
        Case{"{{ '2.0.0-rc.1'|semver_compare('>1') }}{{ '2.0.0-rc.1'|semver_compare('>1.0.0-0') }}", "FalseTrue"},
        Case{"{{ '1.2.3'|semver_compare('*') }}", "True"}));

INSTANTIATE_TEST_SUITE_P(Spel, Filters,
                         testing::Values(Case{"{{ \"it's\"|spel }}", "'it''s'"},
                                         Case{"{{ [1, 2.5, true, none, 'a']|spel }}", "{1, 2.5, true, null, 'a'}"},
                                         Case{"{{ {'a': 1, 'b-c': {'d': []}}|spel }}", "{'a': 1, 'b-c': {'d': {}}}"},
                                         Case{"{{ {}|spel }}", "{:}"},
                                         Case{"{{ 2147483647|spel }} {{ 2147483648|spel }}", "2147483647 2147483648L"},
                                         Case{"{{ -2147483648|spel }}", "-2147483648L"},
                                         Case{"{{ (1, 2)|spel }}", "{1, 2}"}));

INSTANTIATE_TEST_SUITE_P(
    Regex, Filters,
    testing::Values(Case{"{{ 'v1.2.3'|regex_replace('^v', '') }}", "1.2.3"},
                    Case{R"({{ 'a-b c-d'|regex_replace('(\\w)-(?P<x>\\w)', '\\2\\\\\\g<x>\\g<1>') }})", "b\\ba d\\dc"},
                    Case{"{{ 'aXbx'|regex_replace('x', '-', ignorecase=true) }}", "a-b-"},
                    Case{"{{ 'abc'|regex_replace('', '-') }}", "-a-b-c-"},
                    Case{"{{ 'é'|regex_replace('', '-') }}", "-é-"},
                    Case{"{{ 'aaa'|regex_replace('a', 'b', count=2) }}", "bba"},
                    Case{"{{ 'a\nb'|regex_replace('^', '> ', multiline=true) }}", "> a\n> b"},
                    Case{"{{ 'rel-1.2'|regex_search('[0-9.]+') }} {{ 'x'|regex_search('[0-9]') }}", "1.2 None"},
                    Case{"{{ 'rel-1'|regex_match('rel-') }}{{ 'my rel-1'|regex_match('rel-') }}", "TrueFalse"},
                    Case{R"({{ 'a=1,b=2'|regex_findall('(\\w)=(\\d)') }})", "[['a', '1'], ['b', '2']]"},
                    Case{R"({{ 'a1b22'|regex_findall('\\d+') }}{{ 'a1b22'|regex_findall('[a-z](\\d)') }})",
                         "['1', '22']['1', '2']"},
                    Case{"{{ 'a, b;c'|regex_split('[,;] *') }}", "['a', 'b', 'c']"},
                    Case{"{{ 'a1b2c'|regex_split('([0-9])', maxsplit=1) }}", "['a', '1', 'b2c']"},
                    Case{"{{ 'a.b'|regex_escape }}", "a\\.b"}));

INSTANTIATE_TEST_SUITE_P(
    Wrong, Filters,
    testing::Values(
        Case{"{{ nope|to_yaml }}", "UndefinedError: 'nope' is undefined"},
        Case{"{{ [nope]|to_json }}", "UndefinedError: 'nope' is undefined"},
        Case{"{% macro m() %}{% endmacro %}{{ m|to_yaml }}", "TypeError: 'Macro' object is no data"},
        Case{"{{ 1|sha256 }}", "TypeError: sha256() needs text, not an integer"},
        Case{"{{ 'x'|regex_replace('x', 1) }}", "TypeError: regex_replace() needs text as argument, not an integer"},
        Case{"{{ 1.10|semver_compare('1.9') }}", "TypeError: semver_compare() needs text, not a number"},
        Case{"{{ '1.2.x'|semver_compare('1') }}", "ValueError: '1.2.x' is no semantic version"},
        Case{"{{ '1.2.3'|semver_compare('>=a') }}", "ValueError: '>=a' is no version constraint"},
        Case{"{{ '1.2.3'|semver_compare('') }}", "ValueError: '' is no version constraint"},
        Case{"{{ 'a'|uuid5('b') }}", "ValueError: 'b' is no name space for uuid5()"},
        Case{"{{ '*'|b64decode }}", "ValueError: the text given to b64decode() is no base64"},
        Case{"{{ '/w=='|b64decode }}", "ValueError: what b64decode() gives is no text, but other bytes"},
        Case{"{{ 'a'|to_yaml(indent=-1) }}", "ValueError: to_yaml() needs a number from 0 to 100, not -1"},
        Case{"{{ 'a'|to_yaml(1, 2) }}", "TypeError: to_yaml() takes at most 1 arguments, but 2 were given"},
        Case{"{{ 'a'|to_json(sort_key=1) }}", "TypeError: to_json() got an unexpected keyword argument 'sort_key'"},
        Case{"{{ 'a'|regex_search }}", "TypeError: regex_search() missing required argument 'pattern'"},
        Case{"{{ 'a'|regex_search('(') }}", "ValueError: bad regular expression '(': missing ): ("},
        Case{"{{ 'a'|regex_replace('a', '\\\\1') }}", "ValueError: the regular expression has no group '1'"},
        Case{"{{ (1e308 * 10)|spel }}", "ValueError: SpEL has no literal for inf"},
        Case{"{{ {1: 2}|spel }}", "ValueError: a key of a SpEL map must be text, not an integer"},
        Case{"{{ 'a: b: c'|from_yaml }}", "ValueError: a map's value is not allowed here"},
        Case{"{{ 1|to_yml }}", "TemplateAssertionError: No filter named 'to_yml'"}));

TEST(Errors, ShowTheTemplateTheTextAndWhatToDo) {
  const auto text = [](std::string_view source) { return to_text(render(source).error()); };
  EXPECT_EQ(text("a\n {{ 1|to_yml }}"),
            "error: No filter named 'to_yml'\n --> t:2:7\n  |\n2 |  {{ 1|to_yml }}\n  |       ^^^^^^\n"
            "  hint: did you mean 'to_yaml'?\n");
  EXPECT_EQ(
      text("{{ {}|to_json(sort_key=true) }}"),
      "error: to_json() got an unexpected keyword argument 'sort_key'\n --> t:1:7\n  |\n"
      "1 | {{ {}|to_json(sort_key=true) }}\n  |       ^^^^^^^^^^^^^^^^^^^^^^\n  hint: did you mean 'sort_keys'?\n");
  const std::string nested = text("{{ 'a: [1'|from_yaml }}");
  EXPECT_NE(nested.find("--> t:1:12"), std::string::npos) << nested;
  EXPECT_NE(nested.find("the text given to from_yaml():1:"), std::string::npos) << nested;
}

TEST(Yaml, ReadsBackAsTheSameValueWhereverItStands) {
  const char* values[] = {R"("text")",
                          R"("two\nlines")",
                          R"("ends\n")",
                          R"("ends\n\n")",
                          R"("\n")",
                          R"("  blanks\nx")",
                          R"([1, "a\n", {"b": "c\nd\n\n"}])",
                          R"({"a": {"b": {"c": "x\ny\n"}}})",
                          R"({"a": [[], {}, [[1]]]})",
                          R"({"script": "#!/bin/sh\nset -e\n", "last": 1})",
                          R"([["  x\n  y"], "  x\n  y"])",
                          "1e300",
                          R"({"": null, "yes": "no", "1": "1.10", "a: b": "# c"})",
                          "123456789012345678901234567890",
                          R"("tab\t\u0085\u2028é\ud83d\ude00")",
                          R"({"k": "\u0007\n"})"};
  for (const char* text : values) {
    const Value value = *parse_json(text, "test");
    const Value context(Map{{"v", value}});
    for (const char* place : {"{{ v|to_yaml }}", "{{ v|to_yaml }}\n\n", "# c\n{{ v|to_yaml }}\n# d\n"}) {
      const std::string out = answer(place, context);
      auto back = yaml::parse(out, "out");
      ASSERT_TRUE(back) << out << to_text(back.error());
      EXPECT_TRUE(identical(back->root, value)) << out;
    }
    const std::string out = answer("a:\n  - b:\n      {{ v|to_yaml(6) }}\n  - after\n", context);
    auto back = yaml::parse(out, "out");
    ASSERT_TRUE(back) << out << to_text(back.error());
    EXPECT_TRUE(identical(*back->root.find("a")->as_list()[0].find("b"), value)) << out;
    EXPECT_EQ(answer("{{ v|to_json|from_json == v }}{{ v|to_json(2)|from_yaml == v }}", context), "TrueTrue") << text;
  }
}

TEST(SourceMap, PointsAtTheFilterFromEachOfItsLines) {
  jinja::Environment environment;
  add_trade_filters(environment);
  const auto compiled = environment.compile("a: 1\nb:\n  {{ {'c': 1, 'd': 2}|to_yaml(2) }}\n", "t");
  jinja::SourceMap map;
  const std::string text = *(*compiled)->render(Value(Map()), &map);
  const auto origin = map.find(text.find("d: 2"));
  EXPECT_EQ(origin.source.line, 3U);
}

class HostileInput : public testing::TestWithParam<const char*> {};

TEST_P(HostileInput, EndsSoon) {
  const auto begin = std::chrono::steady_clock::now();
  auto output = render(GetParam());
  EXPECT_FALSE(output) << output->substr(0, 100);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

INSTANTIATE_TEST_SUITE_P(
    Templates, HostileInput,
    testing::Values(
        "{{ 'a'|regex_search('a{1001}') }}", "{{ 'a'|regex_search('((((a{99}){99}){99}){99})') }}",
        "{{ 'a'|regex_search('(' * 20000) }}", "{{ 'a'|regex_search('(' * 3000) }}",
        "{{ ('a' * 100000)|regex_replace('a', 'b' * 100000) }}", "{{ ('a' * 100000)|regex_findall('a.*y|a') }}",
        "{% for i in range(100000) %}{{ 'a'|regex_search('(x{300}){3}' ~ i) }}{% endfor %}",
        "{{ ('[' * 5000)|from_yaml }}", "{{ ('[' * 5000)|from_json }}",
        "{% set l = [] %}{% set _ = l.append(l) %}{{ l|to_yaml }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(5000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x|spel }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ "
        "ns.x|to_json }}",
        "{% set ns = namespace(x='a: &a [x]\n') %}{% for i in range(40) %}{% set ns.x = ns.x ~ 'b' ~ i ~ ': &b' ~ i ~ "
        "' [' ~ ('*b' ~ (i - 1) ~ ' ,' if i else '*a ,') * 9 ~ ']\n' %}{% endfor %}{{ ns.x|from_yaml }}"));

}  // namespace
}  // namespace sailmaker::generate
