#include "pipeline/foreign.h"

#include <gtest/gtest.h>

#include "tests/pipeline/samples.h"
#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

Value read(const std::string& text) {
  auto value = parse_json(text, "test");
  EXPECT_TRUE(value) << (value ? "" : value.error().message);
  return value ? *value : Value();
}

std::string paths_in(const std::string& text) {
  std::string out;
  for (const Found& found : find_pipelines(read(text))) {
    out += (out.empty() ? "" : " ") + (found.path.empty() ? std::string("/") : to_string(found.path));
    if (found.form == Found::Form::part) out += "*";
  }
  return out;
}

TEST(FindPipelines, InEverythingThatHoldsThem) {
  EXPECT_EQ(paths_in(R"({"stages": []})"), "/");
  EXPECT_EQ(paths_in(R"([{"stages": []}, {"a": 1}, {"stages": []}])"), "[0] [2]");
  EXPECT_EQ(paths_in(R"({"pipelines": [{"stages": []}]})"), "pipelines[0]");
  EXPECT_EQ(paths_in(R"({"api": [{"stages": []}], "web": {"x": {"stages": []}}})"), "api[0] web.x");
  EXPECT_EQ(paths_in(R"({"application": "a", "pipelines": [{"stages": []}]})"), "pipelines[0]*");
  EXPECT_EQ(paths_in(R"({"schema": "v2", "id": "t", "metadata": {}, "pipeline": {"stages": []}})"), "pipeline*");
  EXPECT_EQ(paths_in(R"({"type": "templatedPipeline", "config": {"schema": "1"}})"), "/");
  EXPECT_EQ(paths_in(R"({"schema": "v2", "application": "a", "template": {"reference": "spinnaker://t"}})"), "/");
  EXPECT_EQ(paths_in(R"({"application": "a", "name": "b", "triggers": []})"), "/");
}

TEST(FindPipelines, NotInWhatOnlyLooksLikeOne) {
  EXPECT_EQ(paths_in(R"({"name": "web", "version": "1"})"), "");
  EXPECT_EQ(paths_in(R"({"apiVersion": "v1", "kind": "Pipeline", "spec": {"stages": []}})"), "");
  EXPECT_EQ(paths_in(R"({"stages": [{"type": "wait", "refId": "1", "status": "SUCCEEDED", "context": {}}]})"), "");
  EXPECT_EQ(paths_in(R"({"schema": "1", "stages": [{"id": "wait", "type": "wait", "config": {"waitTime": 1}}]})"), "");
  EXPECT_EQ(paths_in(R"({"schema": "1", "stages": [{"id": "wait", "type": "wait", "config": "{% module x %}"}]})"), "");
  EXPECT_EQ(paths_in(R"({"type": "PIPELINE", "status": "SUCCEEDED", "buildTime": 1, "stages": []})"), "");
  EXPECT_EQ(paths_in(R"({"name": "other program", "stages": [{"account": "a", "deploy": {}}]})"), "");
  EXPECT_EQ(paths_in(R"({"stages": ["build", "test"]})"), "");
  EXPECT_EQ(paths_in(R"({"a": {"b": {"c": {"d": {"e": {"f": {"stages": []}}}}}}})"), "");
  EXPECT_EQ(paths_in(R"("stages")"), "");
}

struct Case {
  const char* what;
  const char* document;
  const char* problems = "";
};

// What was met in pipelines of other people, in the smallest form that shows it.
constexpr Case kFiles[] = {
    {"Deck's page leaves out id, name and application",
     R"({"keepWaitingPipelines": false, "lastModifiedBy": "anonymous", "limitConcurrent": true, "updateTs": "1500000000000",
         "stages": [{"refId": "1", "type": "wait", "name": "Wait", "waitTime": 30, "requisiteStageRefIds": []}]})"},
    {"what Front50 gives out",
     R"({"id": "One", "application": "a", "name": "b", "index": 0, "schema": "1", "triggers": [], "roles": [], "email": null,
         "createTs": "1", "lastModified": 1, "regenerateCronTriggerIds": false, "stages": []})",
     "warning id [bad-id]: the pipeline's id 'One' is no lower-case UUID\n  hint: only a-z, 0-9, - and _ may stand in "
     "it\n"},
    {"an id that is no UUID", R"({"id": "my-pipeline", "application": "a", "name": "b", "stages": []})"},
    {"a name that Deck would not take today",
     R"({"id": "x", "application": "a", "name": "build/deploy", "stages": []})",
     "warning name [bad-name]: the pipeline's name holds '/'\n  hint: Deck does not allow any of \\ ^ / ? % #\n"},
    {"a template's stages are not at hand",
     R"({"schema": "v2", "application": "a", "name": "b", "template": {"reference": "spinnaker://t"}, "variables": {},
         "stages": [{"refId": "2", "type": "wait", "waitTime": 1, "requisiteStageRefIds": ["1"]}]})"},
    {"the first kind of template",
     R"({"type": "templatedPipeline", "application": "a", "name": "b", "config": {"schema": "1",
         "pipeline": {"name": "b", "template": {"source": "spinnaker://t"}, "variables": {}}}, "stages": []})"},
    {"a parameter with an empty choice",
     R"({"application": "a", "name": "b", "stages": [], "parameterConfig": [{"name": "p", "hasOptions": true, "options": [
         {"value": ""}, {"value": "x"}]}]})"},
    {"a deletion by labels, as Deck once wrote it",
     R"({"application": "a", "name": "b", "stages": [{"refId": "1", "type": "deleteManifest", "account": "k",
         "cloudProvider": "kubernetes", "location": "default", "kinds": ["Deployment"], "requisiteStageRefIds": [],
         "labelSelectors": {"selectors": [{"key": "app", "kind": "EQUALS", "values": ["x"]}]}}]})"},
    {"a text that another program fills in",
     R"({"application": "a", "name": "b", "stages": [], "expectedArtifacts": [{"id": "x", "displayName": "x",
         "usePriorArtifact": true, "matchArtifact": {"type": "gcs/object", "name": "{%BUCKET%}/x.yml"}}]})"},
    {"steps by which Deck resizes",
     R"({"application": "a", "name": "b", "stages": [{"refId": "1", "type": "resizeServerGroup", "requisiteStageRefIds": [],
         "action": "scale_up", "resizeType": "incr", "scaleNum": 1, "credentials": "gce", "cluster": "c",
         "cloudProvider": "gce", "regions": ["r"], "target": "current_asg_dynamic"}]})"},
    {"a moniker that Deck left empty",
     R"({"application": "a", "name": "b", "stages": [{"refId": "1", "type": "deployManifest", "account": "k",
         "cloudProvider": "kubernetes", "moniker": {}, "source": "text", "manifests": [{"kind": "Pod"}],
         "requisiteStageRefIds": []}]})",
     "warning stages[0].moniker [missing-field]: this moniker has no 'app'\n"},
    {"a wait without a time, which is over at once",
     R"({"application": "a", "name": "b", "stages": [{"refId": "1", "type": "wait", "name": "One", "requisiteStageRefIds": []}]})",
     "warning stages[0] [missing-field]: wait stage 'One' has no 'waitTime'\n"},
    {"stages from before there were refIds",
     R"({"application": "a", "name": "b", "parallel": false, "stages": [{"type": "wait", "name": "One", "waitTime": 1},
         {"type": "wait", "name": "Two", "waitTime": 1}]})",
     "warning stages[0] [missing-ref-id]: stage 'One' has no 'refId'\n  hint: no stage has one: a run that another "
     "pipeline starts begins with all stages at once\n"},
    {"one stage of several without a refId is none of these",
     R"({"application": "a", "name": "b", "stages": [{"type": "wait", "name": "One", "waitTime": 1},
         {"refId": "2", "type": "wait", "name": "Two", "waitTime": 1, "requisiteStageRefIds": []}]})",
     "error stages[0] [missing-ref-id]: stage 'One' has no 'refId'\n"},
    {"what Deck leaves of a condition and a window that were taken out",
     R"({"application": "a", "name": "b", "stages": [{"refId": "1", "type": "wait", "name": "One", "waitTime": "30",
         "requisiteStageRefIds": [], "stageEnabled": {}, "restrictExecutionDuringTimeWindow": false,
         "restrictedExecutionWindow": {}, "sendNotifications": false, "notifications": []}]})"},
    {"a condition that says not what it is",
     R"({"application": "a", "name": "b", "stages": [{"refId": "1", "type": "wait", "name": "One", "waitTime": "30",
         "requisiteStageRefIds": [], "stageEnabled": {"expression": "false"}}]})",
     "error stages[0].stageEnabled [missing-field]: stageEnabled has no 'type', so the stage always runs\n  hint: add "
     "type: expression\n"},
    {"a trigger of a registry, of a branch, and one that is off",
     R"({"application": "a", "name": "b", "stages": [], "triggers": [
         {"type": "docker", "enabled": true, "account": "hub", "organization": "org", "registry": "index.docker.io",
          "repository": "org/image", "tag": "^v\\d+\\.\\d+(-rc\\p{Alnum}+)?$"},
         {"type": "git", "enabled": false, "source": "github", "project": "org", "slug": "repo", "branch": "release/.*",
          "secret": ""}]})"},
    {"a stage that was copied keeps the ids of its artifacts",
     R"({"application": "a", "name": "b", "stages": [
         {"refId": "1", "type": "findArtifactsFromResource", "account": "k", "cloudProvider": "kubernetes", "mode": "static",
          "manifestName": "deployment x", "location": "n", "requisiteStageRefIds": [],
          "expectedArtifacts": [{"id": "same", "displayName": "x", "matchArtifact": {"name": "x"}}]},
         {"refId": "2", "type": "findArtifactsFromResource", "account": "k", "cloudProvider": "kubernetes", "mode": "static",
          "manifestName": "deployment x", "location": "n", "requisiteStageRefIds": [],
          "expectedArtifacts": [{"id": "same", "displayName": "x", "matchArtifact": {"name": "x"}}]}]})",
     "warning stages[1].expectedArtifacts[0].id [duplicate-artifact-id]: two expected artifacts have the id 'same': "
     "this "
     "one and stages[0].expectedArtifacts[0]\n"},
};

TEST(ValidateForeign, AsksNothingOfFilesThatSpinnakerDoesNotAsk) {
  for (const Case& each : kFiles) {
    Problems problems = validate_foreign(read(each.document), Origin::file);
    for (Problem& problem : problems) problem.also.clear();
    EXPECT_EQ(to_text(problems), each.problems) << each.what;
  }
}

TEST(ValidateForeign, WantsANameOfWhatIsStored) {
  const Value nameless = read(R"({"id": "0a", "stages": []})");
  EXPECT_EQ(to_text(validate_foreign(nameless, Origin::file)), "");
  EXPECT_EQ(to_text(validate_foreign(nameless, Origin::stored)),
            "error (document) [missing-name]: the pipeline has no 'name'\n"
            "error (document) [missing-name]: the pipeline has no 'application'\n");
}

TEST(ValidateForeign, TakesExpressionsAnywhereInATemplate) {
  const Value part = read(R"({"limitConcurrent": "${ templateVariables.limit }", "index": "x",
    "stages": [{"refId": "1", "type": "wait", "waitTime": 1, "requisiteStageRefIds": ["${ templateVariables.after }"]}]})");
  EXPECT_EQ(to_text(validate_foreign(part, Origin::file, Found::Form::part)),
            "error index [wrong-type]: 'index' is text, not an integer\n");
}

TEST(ValidateForeign, StillFindsWhatBreaks) {
  const Value broken = read(R"({"stages": [{"refId": "1", "type": "wait", "waitTime": 1, "requisiteStageRefIds": []},
    {"refId": "2", "type": "wait", "waitTime": 1, "requisiteStageRefIds": ["3"]},
    {"refId": "3", "type": "wait", "waitTime": 1, "requisiteStageRefIds": ["2"]}]})");
  const Problems problems = validate_foreign(broken, Origin::file);
  ASSERT_EQ(problems.size(), 1U) << to_text(problems);
  EXPECT_EQ(problems[0].rule, "stage-cycle");
  EXPECT_EQ(problems[0].severity, Severity::error);
}

}  // namespace
}  // namespace sailmaker::pipeline
