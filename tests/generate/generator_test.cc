#include "generate/generator.h"

#include <gtest/gtest.h>

#include "generate/fleet_check.h"
#include "pipeline/ids.h"
#include "tests/generate/fleet_folder.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::generate {
namespace {

std::string texts(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) out += to_text(finding.error, finding.severity);
  return out;
}

/// Generates one pipeline of a fleet whose `deploy` template is `deploy`.
Generated generate_deploy(const std::string& deploy, const FleetFolder::Files& more = {}) {
  FleetFolder::Files files{{"deploy.yaml.j2", deploy}, {"check.yaml.j2", small_pipeline("{{ stack }}-check")}};
  files.insert(files.end(), more.begin(), more.end());
  const FleetFolder folder(files);
  const fleet::Fleet fleet = folder.read();
  const Generator generator(fleet);
  return generator.generate(generator.entries().front());
}

TEST(Generator, MakesALinkedPipeline) {
  const Generated made = generate_deploy(small_pipeline("{{ stack }}-deploy", "description: v{{ version }}\n"));
  ASSERT_FALSE(made.has_errors()) << texts(made.findings);
  EXPECT_EQ(made.key, "azar/api/dev/deploy");
  EXPECT_EQ(made.application, "api");
  EXPECT_EQ(made.name, "dev-deploy");
  EXPECT_EQ(made.id, pipeline::pipeline_id("azar/api/dev/deploy"));
  EXPECT_EQ(made.pipeline.find("description")->as_string(), "v1.0.0");
}

TEST(Generator, KeepsTheFleetsOrderOnAnyNumberOfThreads) {
  const FleetFolder folder({{"deploy.yaml.j2", small_pipeline("{{ stack }}-deploy")},
                            {"check.yaml.j2", small_pipeline("{{ stack }}-check")}});
  const fleet::Fleet fleet = folder.read();
  const Generator generator(fleet);
  std::vector<std::string> keys;
  for (const fleet::Entry& entry : generator.entries()) keys.push_back(to_string(entry.key));
  EXPECT_EQ(keys, (std::vector<std::string>{"azar/api/dev/deploy", "azar/api/dev/check", "azar/api/prod/deploy",
                                            "azar/api/prod/check"}));
  for (const unsigned threads : {1U, 2U, 8U}) {
    std::vector<std::string> made(keys.size());
    generator.generate_all(generator.entries(), threads,
                           [&](std::size_t i, const Generated& pipeline) { made[i] = pipeline.key; });
    EXPECT_EQ(made, keys);
  }
}

TEST(Generator, NamesTheTemplateWhereAVariableIsMissing) {
  const Generated made = generate_deploy("{% import 'lib/m.j2' as m %}\n{{ m.head() }}\n",
                                         {{"lib/m.j2", "{% macro head() %}\nname: {{ stak }}\n{% endmacro %}"}});
  ASSERT_EQ(made.findings.size(), 1U);
  const Error& error = made.findings[0].error;
  EXPECT_EQ(error.key, "azar/api/dev/deploy");
  ASSERT_TRUE(error.source.has_value());
  EXPECT_EQ(to_string(*error.source), "templates/lib/m.j2:2:10");
  ASSERT_FALSE(error.trace.empty());
  EXPECT_EQ(error.trace.front().source.file, "templates/deploy.yaml.j2");
  EXPECT_EQ(error.trace.front().source.line, 2);
}

TEST(Generator, NamesTheTemplateWhereYamlIsBroken) {
  const Generated made =
      generate_deploy("{% import 'lib/m.j2' as m %}\n{{ m.head() }}\n",
                      {{"lib/m.j2", "{% macro head() %}\nname: a\n   application: x\n{% endmacro %}"}});
  ASSERT_EQ(made.findings.size(), 1U);
  ASSERT_TRUE(made.findings[0].error.source.has_value());
  EXPECT_EQ(made.findings[0].error.source->file, "templates/lib/m.j2");
  EXPECT_EQ(made.findings[0].error.source->line, 3);
}

TEST(Generator, NamesTheTemplateOfARuleThatIsBroken) {
  const Generated made = generate_deploy(
      "application: x\nname: y\nstages:\n{% for ref in ['a', 'b'] %}\n"
      "  - {refId: {{ ref }}, type: wait, waitTime: 1, requisiteStageRefIds: [\"{{ 'c' if ref == 'b' }}\"]}\n"
      "{% endfor %}\n");
  ASSERT_TRUE(made.has_errors());
  bool found = false;
  for (const Finding& finding : made.findings) {
    ASSERT_TRUE(finding.error.source.has_value()) << finding.error.message;
    EXPECT_EQ(finding.error.source->line, 5) << finding.error.message;
    found = found || finding.error.message.find("'c'") != std::string::npos;
  }
  EXPECT_TRUE(found) << texts(made.findings);
}

TEST(Generator, PointsIntoTheTextThatHoldsAnExpression) {
  const Generated made = generate_deploy(small_pipeline("n", R"(spelEvaluator: v4
parameterConfig: [{name: tag, default: '{{ version }}-${ #toInt(''1'') + #toIntt(''2'') }'}]
notifications:
  - type: slack
    address: |
      all of
      us ${ a b }
)"));
  ASSERT_EQ(made.findings.size(), 2U) << texts(made.findings);
  const Error& function = made.findings[0].error;
  EXPECT_EQ(function.message, "Orca has no function '#toIntt'");
  ASSERT_TRUE(function.source.has_value());
  EXPECT_EQ(function.source->line_text.substr(static_cast<std::size_t>(function.source->column) - 1,
                                              static_cast<std::size_t>(function.source->length)),
            "#toIntt");
  const Error& syntax = made.findings[1].error;
  ASSERT_TRUE(syntax.source.has_value());
  EXPECT_EQ(syntax.source->line_text, "      us ${ a b }");
  EXPECT_EQ(syntax.source->column, 15);
}

TEST(Generator, WarnsWhereAScalarIsNotWhatItSays) {
  const Generated made = generate_deploy(small_pipeline("n", "ourOwn: {{ 1.10 }}0\n"));
  ASSERT_EQ(made.findings.size(), 1U) << texts(made.findings);
  EXPECT_EQ(made.findings[0].severity, Severity::warning);
  EXPECT_EQ(made.findings[0].error.source->line, 5);
  EXPECT_FALSE(made.pipeline.is_null());
}

TEST(Generator, RefusesWhatIsNoMap) {
  const Generated made = generate_deploy("- a\n- b\n");
  ASSERT_TRUE(made.has_errors());
  EXPECT_NE(made.findings[0].error.message.find("a list"), std::string::npos);
}

TEST(Generator, RefusesAChosenId) {
  const Generated made = generate_deploy(small_pipeline("n", "id: 0f4b8a3e-0000-4000-8000-00000000abcd\n"));
  ASSERT_TRUE(made.has_errors());
  EXPECT_EQ(made.findings[0].error.source->line, 5);
}

TEST(Generator, ShowsBothPlacesOfANameThatStandsTwice) {
  const Generated made = generate_deploy(
      small_pipeline("n",
                     "expectedArtifacts:\n- displayName: chart\n  matchArtifact: {name: a}\n- displayName: chart\n"
                     "  matchArtifact: {name: b}\n"));
  ASSERT_FALSE(made.findings.empty());
  const Finding& finding = made.findings[0];
  EXPECT_EQ(finding.rule, "duplicate-artifact-name");
  EXPECT_EQ(finding.error.source->line, 8);
  ASSERT_FALSE(finding.error.trace.empty());
  EXPECT_EQ(finding.error.trace.back().what, "the other one stands at");
  EXPECT_EQ(finding.error.trace.back().source.file, "templates/deploy.yaml.j2");
  EXPECT_EQ(finding.error.trace.back().source.line, 6);
}

TEST(Siblings, GiveIdAndName) {
  const Generated made =
      generate_deploy(small_pipeline("n", "description: '{{ pipelines.check.id }} {{ pipelines[\"check\"].name }}'\n"));
  ASSERT_FALSE(made.has_errors()) << texts(made.findings);
  EXPECT_EQ(made.pipeline.find("description")->as_string(), pipeline::pipeline_id("azar/api/dev/check") + " dev-check");
}

TEST(Siblings, UnknownOnesAreUndefined) {
  const Generated made = generate_deploy(small_pipeline("n", "description: '{{ pipelines.chekc.id }}'\n"));
  ASSERT_TRUE(made.has_errors());
  EXPECT_NE(made.findings[0].error.message.find("chekc"), std::string::npos);
}

TEST(Siblings, NamesThatNeedEachOtherAreACircle) {
  const FleetFolder folder({{"deploy.yaml.j2", small_pipeline("{{ pipelines.check.name }}-a")},
                            {"check.yaml.j2", small_pipeline("{{ pipelines.deploy.name }}-b")}});
  const fleet::Fleet fleet = folder.read();
  const Generator generator(fleet);
  const Generated made = generator.generate(generator.entries().front());
  ASSERT_TRUE(made.has_errors());
  EXPECT_NE(texts(made.findings).find("in a circle: azar/api/dev/deploy -> azar/api/dev/check"), std::string::npos)
      << texts(made.findings);
}

std::string check_all(const fleet::Fleet& fleet) {
  const Generator generator(fleet);
  FleetCheck check;
  for (const fleet::Entry& entry : generator.entries()) check.add(generator.generate(entry));
  return texts(generator.rule_findings()) + texts(check.findings(generator));
}

TEST(FleetCheck, FindsNamesThatDifferInCaseOnlyWithBothPlaces) {
  const FleetFolder folder({{"deploy.yaml.j2", small_pipeline("api-{{ stack }}")},
                            {"check.yaml.j2", small_pipeline("API-{{ 'dev' if stack == 'dev' else 'prod-check' }}")}});
  const std::string said = check_all(folder.read());
  EXPECT_EQ(
      said,
      "error: two pipelines are called 'API-dev' in the application 'api': azar/api/dev/deploy and "
      "azar/api/dev/check\n"
      " --> templates/check.yaml.j2:2:7\n"
      "  |\n"
      "2 | name: \"API-{{ 'dev' if stack == 'dev' else 'prod-check' }}\"\n"
      "  |       ^^^^^\n"
      "  rendered as azar/api/dev/check.yaml:2:7\n"
      "  the other one is called so at templates/deploy.yaml.j2:2:7\n"
      "  pipeline: azar/api/dev/check\n"
      "  hint: Spinnaker tells pipelines of one application apart by name, whatever the case; put the stack or the "
      "template into `name`\n");
}

TEST(FleetCheck, FollowsStagesAndTriggersFromPipelineToPipeline) {
  const std::string stage = "  - {refId: a, type: pipeline, requisiteStageRefIds: [], pipeline: check}\n";
  const std::string trigger =
      "triggers:\n  - {type: pipeline, enabled: ENABLED, pipeline: deploy, status: [successful]}\n";
  // check waits for the end of deploy, and deploy starts check: no circle, check is merely started twice.
  const std::string on = std::string(trigger).replace(trigger.find("ENABLED"), 7, "true");
  const FleetFolder twice({{"deploy.yaml.j2", small_pipeline("d-{{ stack }}", stage)},
                           {"check.yaml.j2", small_pipeline("c-{{ stack }}", on)}});
  EXPECT_EQ(check_all(twice.read()), "");
  // Each waits for the other's end.
  std::string back = on;
  back.replace(back.find("pipeline: deploy"), 16, "pipeline: check");
  const FleetFolder circle({{"deploy.yaml.j2", small_pipeline("d-{{ stack }}", back)},
                            {"check.yaml.j2", small_pipeline("c-{{ stack }}", on)}});
  EXPECT_NE(check_all(circle.read()).find("azar/api/dev/deploy -> azar/api/dev/check -> azar/api/dev/deploy"),
            std::string::npos)
      << check_all(circle.read());
  // A trigger that is off starts nothing.
  std::string off = back;
  off.replace(off.find("true"), 4, "false");
  circle.write("templates/deploy.yaml.j2", small_pipeline("d-{{ stack }}", off));
  EXPECT_EQ(check_all(circle.read()), "");
}

TEST(Exceptions, MayEnd) {
  const std::string off = "triggers: [{type: git, source: github, project: a, slug: b}]\n";
  const FleetFolder folder(
      {{"deploy.yaml.j2", small_pipeline("d-{{ stack }}", off)}, {"check.yaml.j2", small_pipeline("c-{{ stack }}")}});
  folder.write("fleet.yaml",
               std::string(kFleetText) + "validate: {allow: {trigger-off: [{selector: azar, until: 2026-12-31}]}}\n");
  fleet::Fleet fleet = folder.read();
  const auto said = [&](const char* today) {
    fleet.today = today;
    const Generator generator(fleet);
    return texts(generator.rule_findings()) + texts(generator.generate(generator.entries().front()).findings);
  };
  EXPECT_EQ(said(""), "");
  EXPECT_EQ(said("2026-12-31"), "");
  const std::string after = said("2027-01-01");
  EXPECT_NE(after.find("warning: the exception from 'trigger-off' for azar ended on 2026-12-31"), std::string::npos)
      << after;
  EXPECT_NE(after.find("this trigger has no 'enabled'"), std::string::npos) << after;
}

TEST(Exceptions, AreOfRulesThatExistAndKnowExceptions) {
  const FleetFolder folder(
      {{"deploy.yaml.j2", small_pipeline("d-{{ stack }}")}, {"check.yaml.j2", small_pipeline("c-{{ stack }}")}});
  folder.write("fleet.yaml", std::string(kFleetText) + "validate: {allow: {triger-off: [azar], not-json: [azar]}}\n");
  const std::string said = check_all(folder.read());
  EXPECT_NE(said.find("there is no rule 'triger-off'"), std::string::npos) << said;
  EXPECT_NE(said.find("did you mean 'trigger-off'?"), std::string::npos) << said;
  EXPECT_NE(said.find("the rule 'not-json' knows no exceptions"), std::string::npos) << said;
  EXPECT_NE(said.find("fleet.yaml:8:20"), std::string::npos) << said;
}

}  // namespace
}  // namespace sailmaker::generate
