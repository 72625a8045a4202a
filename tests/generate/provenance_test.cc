#include "generate/provenance.h"

#include <gtest/gtest.h>

#include "tests/generate/fleet_folder.h"

namespace sailmaker::generate {
namespace {

constexpr const char* kDeploy = R"({% import "lib/stage.j2" as stage with context %}
{% set label = "v" ~ version %}
application: "{{ app_name }}"
name: "{{ stack }}-deploy"
stages:
{{ stage.pause("first", seconds=pause) }}
{% for name in names %}
{{ stage.pause(name) }}
{% endfor %}
{{ stage.head("last", "wait", stage.marker) }}
    waitTime: 1
    comments: {{ label }}
{% if "a" in names %}
{% if is_quiet %}
description: quiet
{% elif stack == "dev" %}
description: development
{% else %}
description: loud
{% endif %}
{% endif %}
)";

constexpr const char* kStage = R"({% set marker = "made in " ~ stack %}
{% macro head(ref, type, note="none") %}
  - refId: "{{ ref }}"
    type: {{ type }}
    name: "{{ note }}"
{% endmacro %}
{% macro pause(ref, seconds=30) %}
{{ head(ref, "wait") }}
    waitTime: {{ seconds }}
{% endmacro %}
)";

std::string text_of(const std::vector<Frame>& frames) {
  std::string out;
  for (const Frame& frame : frames) out += "    " + frame.what + ' ' + to_string(frame.source) + '\n';
  return out;
}

std::string explained(const std::string& path) {
  const FleetFolder folder(
      {{"deploy.yaml.j2", kDeploy}, {"check.yaml.j2", small_pipeline("{{ stack }}-check")}, {"lib/stage.j2", kStage}});
  folder.write(
      "fleet.yaml",
      "vars: {version: 1.0.0, pause: 5, names: [a, b], is_quiet: false}\nproducts: {azar: {}}\nteams: {devops: {}}\n"
      "stacks:\n  dev: {}\n  prod: {vars: {pause: 60}}\n");
  const fleet::Fleet fleet = folder.read();
  const Generator generator(fleet);
  const auto selector = fleet::Selector::parse("azar/api/prod/deploy");
  const auto entries = generator.select(*selector);
  const auto found = explain_part(fleet, generator, entries.front(), path);
  if (!found) return found.error().message;
  std::string out = to_string(found->path);
  out += found->made == Provenance::Made::filled_in ? " filled in\n" : "\n";
  for (const jinja::Writer& writer : found->writers) {
    out += "  " + to_string(writer.source) + '\n' + text_of(writer.trace) + text_of(writer.steps) +
           text_of(writer.conditions);
  }
  for (const std::string& name : found->standard) out += "  name " + name + '\n';
  for (const fleet::Explanation& each : found->variables) {
    out += "  variable " + each.variable + " from " + each.layer + ' ' + to_string(each.source) + '\n';
    for (const auto& hidden : each.hidden) out += "    hides " + to_string(hidden.source) + '\n';
  }
  return out;
}

TEST(ExplainPart, OfTheTemplateItself) {
  EXPECT_EQ(explained("name"),
            "name\n"
            "  templates/deploy.yaml.j2:4:7\n"
            "  templates/deploy.yaml.j2:4:11\n"
            "  name stack\n");
}

TEST(ExplainPart, ThroughAMacroOfAnImportedFile) {
  EXPECT_EQ(explained("stages.first.waitTime"),
            "stages[0].waitTime\n"
            "  templates/lib/stage.j2:9:18\n"
            "    in macro 'pause' called at templates/deploy.yaml.j2:6:4\n"
            "    parameter 'seconds' is given at templates/deploy.yaml.j2:6:33\n"
            "  variable pause from stack prod fleet.yaml:6:24\n"
            "    hides fleet.yaml:1:31\n");
}

TEST(ExplainPart, ThroughMacrosInEachOtherAndALoop) {
  const std::string out = explained("stages.b.refId");
  EXPECT_NE(out.find("in macro 'head' called at templates/lib/stage.j2:8:4\n"
                     "    in macro 'pause' called at templates/deploy.yaml.j2:8:4\n"
                     "    parameter 'ref' is given at templates/lib/stage.j2:8:9\n"
                     "    parameter 'ref' is given at templates/deploy.yaml.j2:8:16\n"
                     "    'name' is taken from a list at templates/deploy.yaml.j2:7:16\n"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("  variable names from fleet fleet.yaml:1:41\n"), std::string::npos) << out;
}

TEST(ExplainPart, OfADefault) {
  EXPECT_EQ(explained("stages.a.waitTime"),
            "stages[1].waitTime\n"
            "  templates/lib/stage.j2:9:18\n"
            "    in macro 'pause' called at templates/deploy.yaml.j2:8:4\n"
            "    parameter 'seconds' is not given and has the default at templates/lib/stage.j2:7:29\n"
            "    once for each of templates/deploy.yaml.j2:7:16\n"
            "  variable names from fleet fleet.yaml:1:41\n");
}

TEST(ExplainPart, UnderTheConditionsThatChoseIt) {
  EXPECT_EQ(explained("description"),
            "description\n"
            "  templates/deploy.yaml.j2:19:14\n"
            "    only if not templates/deploy.yaml.j2:16:9\n"
            "    only if not templates/deploy.yaml.j2:14:7\n"
            "    only if templates/deploy.yaml.j2:13:7\n"
            "  name stack\n"
            "  variable is_quiet from fleet fleet.yaml:1:59\n"
            "  variable names from fleet fleet.yaml:1:41\n");
}

TEST(ExplainPart, ThroughSetHereAndInAnImportedFile) {
  EXPECT_EQ(explained("stages.last.comments"),
            "stages[3].comments\n"
            "  templates/deploy.yaml.j2:12:18\n"
            "    'label' is set at templates/deploy.yaml.j2:2:16\n"
            "  variable version from fleet fleet.yaml:1:17\n");
  const std::string name = explained("stages.last.name");
  EXPECT_NE(name.find("    parameter 'note' is given at templates/deploy.yaml.j2:10:31\n"
                      "    'marker' is set at templates/lib/stage.j2:1:17\n"
                      "  name stack\n"),
            std::string::npos)
      << name;
}

TEST(ExplainPart, OfWhatNoTemplateWrote) {
  EXPECT_EQ(explained("id"), "id filled in\n");
  EXPECT_EQ(explained("stages.first.waitTmie"), "'stages[0]' has no 'waitTmie'");
}

}  // namespace
}  // namespace sailmaker::generate
