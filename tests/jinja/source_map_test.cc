#include "jinja/source_map.h"

#include <gtest/gtest.h>

#include <map>

#include "jinja/environment.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::jinja {
namespace {

/// A rendered text, and where the first place of some part of it came from: "file:line:column+length".
class Mapped {
 public:
  Mapped(std::map<std::string, std::string> templates, std::string_view context, Options options = {})
      : environment_(std::move(options), [templates](const std::string& name) -> std::optional<std::string> {
          const auto place = templates.find(name);
          return place == templates.end() ? std::nullopt : std::optional(place->second);
        }) {
    auto rendered = (*environment_.get("main"))->render(*parse_json(context, "context"), &map_);
    text = rendered ? *rendered : to_text(rendered.error());
  }

  std::string at(std::string_view part, std::size_t length = 1) const {
    const std::size_t offset = text.find(part);
    if (offset == std::string::npos) return "not in the output: " + text;
    const SourceMap::Origin origin = map_.find(offset, length);
    std::string out = to_string(origin.source) + "+" + std::to_string(origin.source.length);
    for (const Frame& frame : origin.trace) out += " | " + frame.what + " " + to_string(frame.source);
    return out;
  }

  std::string text;

 private:
  Environment environment_;
  SourceMap map_;
};

TEST(SourceMap, LiteralTextIsExactAndExpressionsHaveTheirPlace) {
  const Mapped mapped({{"main", "name: x\nvalue: {{ a.b }} end\n"}}, R"({"a": {"b": "hello"}})");
  EXPECT_EQ(mapped.text, "name: x\nvalue: hello end");
  EXPECT_EQ(mapped.at("x\n"), "main:1:7+1");
  EXPECT_EQ(mapped.at("value", 5), "main:2:1+5");
  EXPECT_EQ(mapped.at("hello"), "main:2:11+3");
  EXPECT_EQ(mapped.at("llo"), "main:2:11+3");
  EXPECT_EQ(mapped.at("end", 3), "main:2:18+3");
}

TEST(SourceMap, GoesThroughMacrosAndIncludes) {
  const Mapped mapped({{"lib", "{% macro m(x) %}\n  - id: {{ x }}\n{% endmacro %}"},
                       {"part", "included {{ y }}"},
                       {"main", "{% from 'lib' import m %}\n{{ m('v') }}\n{% include 'part' %}"}},
                      R"({"y": 5})");
  EXPECT_EQ(mapped.at("id:"), "lib:2:5+1 | in macro 'm' called at main:2:4");
  EXPECT_EQ(mapped.at("v\n"), "lib:2:12+1 | in macro 'm' called at main:2:4");
  EXPECT_EQ(mapped.at("cluded"), "part:1:3+1 | included at main:3:1");
  EXPECT_EQ(mapped.at("5"), "part:1:13+1 | included at main:3:1");
}

TEST(SourceMap, GoesThroughBlocksOfParents) {
  const Mapped mapped({{"base", "head\n{% block b %}old{% endblock %}\nfoot"},
                       {"main", "{% extends 'base' %}{% block b %}new {{ super() }}{% endblock %}"}},
                      "{}");
  EXPECT_EQ(mapped.at("head"), "base:1:1+1 | extended at main:1:1");
  EXPECT_EQ(mapped.at("new").substr(0, 12), "main:1:34+1 ");
  EXPECT_EQ(mapped.at("old").substr(0, 11), "base:2:14+1");
}

TEST(SourceMap, FollowsCapturedText) {
  const Mapped mapped({{"main",
                        "{% macro m() %}\nkey: one\nother: {{ a }}\n{% endmacro %}\n"
                        "{% set block %}\nfrom: set\n{% endset %}\n"
                        "top:\n{{ m()|trim|indent(4, true) }}\n{{ block }}{{ 'x: ' ~ block ~ m() }}"}},
                      R"({"a": "two"})");
  EXPECT_EQ(mapped.at("key: one", 3), "main:2:1+3 | in macro 'm' called at main:9:4");
  EXPECT_EQ(mapped.at("one"), "main:2:6+1 | in macro 'm' called at main:9:4");
  EXPECT_EQ(mapped.at("two"), "main:3:11+1 | in macro 'm' called at main:9:4");
  EXPECT_EQ(mapped.at("from: set"), "main:6:1+1");
  EXPECT_EQ(mapped.at("x: \nfrom"), "main:10:15+5");
}

TEST(SourceMap, FollowsCallBlocksAndFilterBlocks) {
  const Mapped mapped({{"main",
                        "{% macro m() %}[{{ caller()|indent(2) }}]{% endmacro %}\n"
                        "{% call m() %}body\nline{% endcall %}\n{% filter upper %}loud\n{{ a }}{% endfilter %}"}},
                      R"({"a": "word"})");
  EXPECT_EQ(mapped.at("line"), "main:3:1+1 | in macro 'caller' called at main:1:20 | in macro 'm' called at main:2:9");
  EXPECT_EQ(mapped.at("WORD").substr(0, 8), "main:5:4");
}

}  // namespace
}  // namespace sailmaker::jinja
