#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "cli/jinja_protocol.h"
#include "jinja/environment.h"
#include "jinja/host_function.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::jinja {
namespace {

std::string render(std::string_view source, const Value& context = Value(Map()), const Options& options = {}) {
  const Environment environment(options);
  auto compiled = environment.compile(source, "t");
  if (!compiled) return compiled.error().type + ": " + compiled.error().message;
  auto output = (*compiled)->render(context);
  return output ? *output : output.error().type + ": " + output.error().message;
}

Value json(std::string_view text) { return *parse_json(text, "test"); }

TEST(Context, IsNeverChanged) {
  const Value context = json(R"({"xs": [1, [2]], "d": {"k": [1]}})");
  EXPECT_EQ(render("{% set _ = xs.append(9) %}{% set _ = xs[1].append(3) %}{{ xs }}", context), "[1, [2, 3], 9]");
  EXPECT_EQ(render("{% set _ = d.update({'n': 1}) %}{% set _ = d.k.append(2) %}{{ d }}", context),
            "{'k': [1, 2], 'n': 1}");
  EXPECT_EQ(to_json(context), R"({"xs":[1,[2]],"d":{"k":[1]}})");
}

TEST(Context, MayBeSharedByThreads) {
  const Environment environment(Options{});
  const auto compiled =
      *environment.compile("{% set _ = xs.append(x) %}{{ xs|sum }}{% for k, v in d.items() %}{{ k }}{% endfor %}", "t");
  const Value context = json(R"({"xs": [1, 2, 3], "x": 4, "d": {"a": 1, "b": 2}})");
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) right += *compiled->render(context) == "10ab" ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 800);
}

struct Lazy : Object {
  std::string_view type_name() const override { return "pipelines"; }
  std::optional<Value> member(std::string_view name) const override {
    if (name == "broken") throw Error("no such pipeline").with_hint("there are deploy and canary");
    if (name == "absent") return std::nullopt;
    return Value(Map{{"id", "id-of-" + std::string(name)}});
  }
};

TEST(Context, ObjectsComputeTheirMembers) {
  const Value context(Map{{"pipelines", make_object<Lazy>()}});
  EXPECT_EQ(render("{{ pipelines.deploy.id }} {{ pipelines['deploy-canary'].id }}", context),
            "id-of-deploy id-of-deploy-canary");
  EXPECT_EQ(render("{{ pipelines.absent is defined }}", context), "False");
  EXPECT_EQ(render("{{ pipelines.broken.id }}", context), "TemplateRuntimeError: no such pipeline");
}

TEST(Environment, TakesFiltersTestsAndGlobals) {
  Environment environment{Options{}};
  environment.add_filter({"shout", {{"mark", "!"}}, [](const HostCall& call) {
                            return Value(std::string(call[0].as_string()) + std::string(call[1].as_string()));
                          }});
  environment.add_test({"short", {}, [](const HostCall& call) { return Value(call[0].as_string().size() < 4); }});
  environment.add_function({"twice", {{"number"}}, [](const HostCall& call) -> Value {
                              if (!call[0].is_integer()) throw Error("twice() wants an integer");
                              return call[0].as_integer() * 2;
                            }});
  environment.add_global("answer", 42);
  environment.add_global("shared", Value(List{1}));
  environment.add_function({"fresh", {}, [](const HostCall&) { return Value(List{2}); }});
  const auto text = [&](std::string_view source) {
    auto output = (*environment.compile(source, "t"))->render(Value(Map()));
    return output ? *output : to_line(output.error());
  };
  EXPECT_EQ(
      text("{{ 'a'|shout }}{{ ['b']|map('shout', mark='?')|join }}{{ 'abc' is short }}{{ twice(4) }}{{ answer }}"),
      "a!b?True842");
  EXPECT_EQ(text("{% set l = fresh() %}{% set _ = l.append(3) %}{% set _ = shared.append(4) %}{{ l }}{{ shared }}"),
            "[2, 3][1, 4]");
  EXPECT_EQ(text("{{ shared }}"), "[1]");
  EXPECT_EQ(text("x\n {{ twice('a') }}"), "t:2:5: twice() wants an integer");
}

TEST(Chance, IsTheSameInEveryRender) {
  const Environment environment{Options{}};
  const auto compiled =
      environment.compile("{% for i in range(20) %}{{ range(9)|random }}{% endfor %}{{ lipsum() }}", "t");
  const std::string first = *(*compiled)->render(Value(Map()));
  EXPECT_EQ(*(*compiled)->render(Value(Map())), first);
  EXPECT_NE(first.substr(0, 10), first.substr(10, 10));
}

TEST(Template, NamesItsVariables) {
  const auto load = [](const std::string& name) -> std::optional<std::string> {
    if (name == "part") return "{{ from_part }}{% set own = 1 %}{{ own }}";
    if (name == "base") return "{{ from_base }}{% block b %}{{ in_block }}{% endblock %}";
    return std::nullopt;
  };
  const Environment environment(Options{}, load);
  const auto compiled = *environment.compile(
      "{% extends 'base' %}{% set x = y %}{% macro m(p) %}{{ p }}{{ x }}{{ q }}{{ late }}{% endmacro %}"
      "{% for i in range(3) %}{{ i }}{{ loop.index }}{% include 'part' %}{% endfor %}{% set late = 1 %}",
      "t");
  EXPECT_EQ(compiled->variables(), (std::vector<std::string>{"y", "q", "from_base", "in_block", "from_part"}));
}

TEST(Template, WarnsOfACommentAfterADollar) {
  const Environment environment(Options{});
  const auto compiled = *environment.compile("a: ${#stage('x')['id']}\nb: ${#alphanumerical('y')#}\n", "t");
  const auto warnings = compiled->warnings();
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(to_line(warnings[0].error).substr(0, 6), "t:1:4:");
  EXPECT_NE(warnings[0].error.hint.find("${ #stage(...) }"), std::string::npos);
  const auto unclosed = environment.compile("a: ${#stage('x')['id']}\n", "t");
  ASSERT_FALSE(unclosed);
  EXPECT_NE(unclosed.error().hint.find("${ #stage(...) }"), std::string::npos);
}

/// Templates that would eat time, memory or the stack: each must end quickly with an error.
class Hostile : public testing::TestWithParam<const char*> {};

TEST_P(Hostile, EndsWithAnError) {
  const auto load = [](const std::string& name) -> std::optional<std::string> {
    if (name == "again") return "{% include 'again' %}";
    if (name == "parent") return "{% extends 'parent' %}";
    if (name == "a") return "{% extends 'b' %}";
    if (name == "b") return "{% extends 'a' %}";
    if (name == "self") return "{% import 'self' as s %}";
    return std::nullopt;
  };
  Options options;
  options.limits.steps = 3'000'000;
  const Environment environment(options, load);
  const auto begin = std::chrono::steady_clock::now();
  auto compiled = environment.compile(GetParam(), "t");
  if (compiled) {
    EXPECT_FALSE((*compiled)->render(Value(Map()))) << "rendered";
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

INSTANTIATE_TEST_SUITE_P(
    Templates, Hostile,
    testing::Values(
        "{% for i in range(10**12) %}{% endfor %}", "{{ 'a' * 10**12 }}", "{{ [0] * 10**12 }}",
        "{% for i in range(999999) %}{% for j in range(999999) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}", "{% include 'again' %}", "{% extends 'parent' %}",
        "{% extends 'a' %}", "{% import 'self' as s %}", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set ns = namespace(x=[]) %}{% for i in range(5000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set l = [] %}{% set _ = l.append(l) %}{{ l|tojson }}",
        "{% set a = [] %}{% set b = [] %}{% set _ = [a.append(b), b.append(a)] %}{{ a == b }}",
        "{{ 'x'.ljust(10**11) }}", "{{ '%999999999d' % 1 }}", "{{ '{:999999999999}'.format(1) }}",
        "{% block b %}{{ self.b() }}{% endblock %}", "{{ lipsum(1, false, 10**15, 10**16) }}"));

TEST(Hostile, NestingIsLimitedWhenParsing) {
  const std::string deep = "{{ " + std::string(100000, '(') + "1" + std::string(100000, ')') + " }}";
  EXPECT_EQ(render(deep), "TemplateSyntaxError: nested deeper than 100 levels");
  std::string blocks;
  for (int i = 0; i < 5000; ++i) blocks += "{% if a %}";
  EXPECT_EQ(render(blocks), "TemplateSyntaxError: nested deeper than 100 levels");
  std::string chain = "{{ 1";
  for (int i = 0; i < 100000; ++i) chain += "+1";
  EXPECT_EQ(render(chain + " }}").substr(0, 14), "RecursionError");
}

TEST(Lexer, StopsAtBytesThatAreNoText) {
  // As code points these would be digits.
  for (const char* source : {"{{ \xB2 }}", "{{ a\xB3 }}", "{% if \xB9 %}"}) {
    const Environment environment{Options{}};
    const auto compiled = environment.compile(source, "t");
    ASSERT_FALSE(compiled);
    EXPECT_EQ(compiled.error().type, "TemplateSyntaxError");
  }
}

TEST(Cycles, AreFreed) {
  // What holds itself is taken apart when the render ends; the leak checker of the asan preset looks on.
  EXPECT_EQ(render("{% set l = [] %}{% set d = {'l': l} %}{% set _ = l.append(d) %}{{ l|length }}"), "1");
  EXPECT_EQ(
      render("{% set ns = namespace() %}{% set ns.x = ns %}{% macro m() %}{{ m }}{% endmacro %}{% set ns.m = m %}ok"),
      "ok");
  EXPECT_EQ(render("{% macro o() %}{% set c = caller %}{% macro i() %}{{ c() }}{% endmacro %}{{ i() }}{% endmacro %}"
                   "{% call o() %}x{% endcall %}"),
            "x");
}

TEST(Protocol, AnswersRequests) {
  EXPECT_EQ(cli::answer_jinja_request(R"({"id": 7, "template": "{{ a }}\n", "context": {"a": 1.0}})"),
            R"({"id":7,"ok":true,"output":"1.0"})");
  EXPECT_EQ(
      cli::answer_jinja_request(R"({"id": "x", "template": "a\n{{ b.c }}", "name": "n"})"),
      R"({"id":"x","ok":false,"error":{"type":"UndefinedError","message":"'b' is undefined","line":2,"name":"n"}})");
  EXPECT_NE(cli::answer_jinja_request("{").find(R"("ok":false)"), std::string::npos);
  EXPECT_NE(cli::answer_jinja_request(R"({"id": 1})").find("no 'template'"), std::string::npos);
}

}  // namespace
}  // namespace sailmaker::jinja
