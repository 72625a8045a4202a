#include "check/check.h"

#include <gtest/gtest.h>

namespace sailmaker::check {
namespace {

std::string texts_of(const Outcome& outcome) {
  std::string out;
  for (const Finding& finding : outcome.findings) out += to_text(finding.error, finding.severity);
  return out;
}

std::string checked(std::vector<Text> texts, const Options& options = {}) {
  return texts_of(check_texts(texts, options));
}

constexpr const char* kGood =
    R"({"application": "api", "name": "a", "id": "one", "index": 3, "updateTs": "1600000000000",
  "lastModifiedBy": "somebody", "spelEvaluator": "v4", "triggers": [],
  "stages": [{"refId": "1", "type": "wait", "name": "Wait", "waitTime": 5, "requisiteStageRefIds": []}]})";

TEST(CheckTexts, SaysNothingAboutWhatSpinnakerStoresItself) {
  const Outcome outcome = check_texts({{"a.json", kGood}}, {});
  EXPECT_EQ(texts_of(outcome), "");
  EXPECT_EQ(outcome.pipelines, 1U);
}

TEST(CheckTexts, PlacesFindingsInJson) {
  EXPECT_EQ(checked({{"a.json", R"([
  {
    "application": "api",
    "name": "a",
    "stages": [
      {"refId": "1", "type": "wait", "waitTime": 5, "requisiteStageRefIds": ["7"]}
    ]
  }
])"}}),
            R"(error: no stage can start: each of them requires another one
 --> a.json:5:15
  |
5 |     "stages": [
  |               ^
  pipeline: api/a
  hint: the first stage has requisiteStageRefIds: []
error: stage '1' requires '7', but no stage has this refId
 --> a.json:6:78
  |
6 |       {"refId": "1", "type": "wait", "waitTime": 5, "requisiteStageRefIds": ["7"]}
  |                                                                              ^^^
  pipeline: api/a
)");
}

TEST(CheckTexts, PlacesFindingsInADocumentOfAYamlStream) {
  const std::string text =
      "--- # first\nname: a\napplication: api\nstages: []\n---\nname: b\napplication: api\nstages:\n- type: wait\n"
      "  refId: 1\n  waitTime: 5\n";
  const Outcome outcome = check_texts({{"two.yaml", text}}, {});
  EXPECT_EQ(outcome.pipelines, 2U);
  ASSERT_EQ(outcome.findings.size(), 1U) << texts_of(outcome);
  EXPECT_EQ(to_string(*outcome.findings[0].error.source), "two.yaml:10:10");
  EXPECT_EQ(outcome.findings[0].error.key, "api/b");
  EXPECT_EQ(outcome.findings[0].rule, "bad-ref-id");
}

TEST(CheckTexts, SaysWhereInALineThatIsTooLongToShow) {
  const std::string text = R"({"name":"a","application":"x","description":")" + std::string(400, 'd') +
                           R"(","stages":[{"refId":1,"type":"wait","waitTime":1}]})";
  EXPECT_EQ(checked({{"a.json", text}}), R"(error: 'refId' is an integer, not text
 --> a.json:1:467
  at stages[0].refId
  pipeline: x/a
  hint: put it in quotes: "1"
)");
}

TEST(CheckTexts, NamesTheIdAndThePathOfWhatIsStored) {
  Options options;
  options.origin = pipeline::Origin::stored;
  EXPECT_EQ(checked({{"0a1b", R"({"name":"a","application":"x","stages":[{"refId":1,"type":"wait","waitTime":1}]})"}},
                    options),
            R"(error: 'refId' is an integer, not text
 --> 0a1b: stages[0].refId
  pipeline: x/a
  hint: put it in quotes: "1"
)");
}

TEST(CheckTexts, ComparesPipelinesOfAllTexts) {
  const std::string second = R"({"application": "API", "name": "A", "id": "two", "stages": []})";
  EXPECT_EQ(checked({{"a.json", kGood}, {"b.json", second}}),
            R"(error: two pipelines are called 'A' in the application 'API'
 --> b.json:1:32
  |
1 | {"application": "API", "name": "A", "id": "two", "stages": []}
  |                                ^^^
  the other one is called so at a.json:1:32
  pipeline: API/A
  hint: Spinnaker tells pipelines of one application apart by name, whatever the case
)");
  EXPECT_EQ(checked({{"a.json", kGood}, {"again.json", kGood}}), "");
}

TEST(CheckTexts, PassesOverWhatCannotBeReadInAFolderUnlessItLooksLikeAPipeline) {
  EXPECT_EQ(checked({{"chart.yaml", "name: {{ .Values.name }}\n", false}}), "");
  EXPECT_NE(checked({{"chart.yaml", "name: {{ .Values.name }}\n", true}}), "");
  EXPECT_NE(checked({{"p.json", R"({"stages": [{"refId": "1",}]})", false}}), "");
}

TEST(CheckTexts, SaysOnceThatANumberShouldBeText) {
  EXPECT_EQ(checked({{"a.yaml",
                      "application: api\nname: a\nid: one\nstages: []\ntriggers:\n"
                      "  - {type: docker, enabled: true, account: a, repository: r, tag: 1.10}\n"}}),
            R"(warning: 'tag' is a number, not text
 --> a.yaml:6:67
  |
6 |   - {type: docker, enabled: true, account: a, repository: r, tag: 1.10}
  |                                                                   ^^^^
  pipeline: api/a
  hint: put it in quotes: "1.10"
)");
}

TEST(CheckTexts, TakesIdsOfSeparateFilesLessSeriously) {
  const std::string renamed = R"({"application": "api", "name": "b", "id": "one", "stages": []})";
  EXPECT_EQ(checked({{"a.json", kGood}, {"b.json", renamed}}).substr(0, 8), "warning:");
  EXPECT_EQ(checked({{"ab.json", "[" + std::string(kGood) + ",\n" + renamed + "]"}}),
            R"(error: two pipelines have the id 'one': 'a' and 'b'
 --> ab.json:4:43
  |
4 | {"application": "api", "name": "b", "id": "one", "stages": []}]
  |                                           ^^^^^
  the other one stands at ab.json:1:44
  pipeline: api/b
  hint: the one that is saved last replaces the other
)");
}

TEST(CheckTexts, FollowsReferencesOnlyWhereTheyLead) {
  const std::string text = R"({"application": "api", "name": "b", "id": "two", "stages": [
    {"refId": "1", "type": "pipeline", "application": "api", "pipeline": "gone", "requisiteStageRefIds": []}]})";
  const Outcome some = check_texts({{"b.json", text}}, {});
  EXPECT_EQ(texts_of(some), "");
  EXPECT_EQ(some.elsewhere, 1U);
  Options options;
  options.extent = pipeline::Extent::all;
  EXPECT_EQ(checked({{"b.json", text}}, options),
            R"(error: there is no pipeline with the id 'gone', so the stage fails
 --> b.json:2:74
  |
2 |     {"refId": "1", "type": "pipeline", "application": "api", "pipeline": "gone", "requisiteStageRefIds": []}]}
  |                                                                          ^^^^^^
  pipeline: api/b
  hint: choose another pipeline, or take this out
)");
}

std::string runner(const std::string& id, const std::string& runs, const std::string& more = "") {
  return R"({"application": "api", "name": "run-)" + id + R"(", "id": ")" + id + R"(", "stages": [{"refId": "1",
    "type": "pipeline", "application": "api", "pipeline": ")" +
         runs + "\"" + more + "}]}";
}

TEST(CheckTexts, FindsPipelinesThatStartEachOther) {
  const std::string circle = checked({{"p.json", "[" + runner("x", "y") + ", " + runner("y", "x") + "]"}});
  EXPECT_NE(circle.find("warning: pipelines start each other for ever: 'run-x' -> 'run-y' -> 'run-x'\n"
                        " --> p.json:2:59\n"),
            std::string::npos)
      << circle;
  const std::string condition = R"(, "stageEnabled": {"type": "expression", "expression": "false"})";
  EXPECT_EQ(checked({{"p.json", "[" + runner("x", "y") + ", " + runner("y", "x", condition) + "]"}}), "");
  const std::string itself = checked({{"p.json", runner("x", "x")}});
  EXPECT_NE(itself.find("for ever: 'run-x' -> 'run-x'"), std::string::npos) << itself;
}

TEST(CheckTexts, LeavesTheGraphOfATemplatedPipelineAlone) {
  // Its stages stand in the template; what it has itself is put among them.
  EXPECT_EQ(checked({{"a.json", R"({"schema": "v2", "application": "api", "name": "a", "type": "templatedPipeline",
    "template": {"type": "front50/pipelineTemplate", "artifactAccount": "front50ArtifactCredentials",
                 "reference": "spinnaker://wait"}, "variables": {"time": 4}, "exclude": [],
    "stages": [{"refId": "w2", "type": "wait", "waitTime": 3, "requisiteStageRefIds": ["w1"]}]})"}}),
            "");
}

TEST(CheckTexts, ReportOnlyWhatIsWanted) {
  Options options;
  options.wanted = [](const Value& pipeline) { return pipeline.find("name")->as_string() == "b"; };
  const std::string bad = R"({"application": "api", "name": "c", "id": "three", "stages": [{"refId": 1}]})";
  const Outcome outcome = check_texts({{"c.json", bad}, {"a.json", kGood}}, options);
  EXPECT_EQ(texts_of(outcome), "");
  EXPECT_EQ(outcome.pipelines, 0U);
}

TEST(CheckTexts, WarnAboutNamedFilesWithoutPipelines) {
  EXPECT_EQ(checked({{"a.json", "{\"a\": 1}"}}), R"(warning: there is no pipeline in this file
 --> a.json
  hint: a pipeline is a map with `stages`; several may stand in a list, or in a map below `pipelines`
)");
  EXPECT_EQ(checked({{"a.json", "{\"a\": 1}", false}}), "");
}

}  // namespace
}  // namespace sailmaker::check
