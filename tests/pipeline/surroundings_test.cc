#include "pipeline/surroundings.h"

#include <gtest/gtest.h>

#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

Surroundings known() {
  Surroundings all;
  all.accounts = Names{"k8s-azar-prod", "registry"};
  all.artifact_accounts = Names{"harbor", "git-bot"};
  all.applications = Names{"api", "web"};
  all.pipelines = Names{"0a1b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"};
  return all;
}

std::string said(const std::string& pipeline, const Surroundings& surroundings = known()) {
  std::string out;
  for (const Problem& problem : check_surroundings(*parse_json(pipeline, "test"), surroundings)) {
    out += problem.severity == Severity::error ? "error " : "warning ";
    out += to_string(problem.path) + " [" + problem.rule + "]: " + problem.message + "; " + problem.hint + "\n";
  }
  return out;
}

TEST(Surroundings, AccountsOfCloudProvidersAndOfArtifactsAreTwoKinds) {
  EXPECT_EQ(said(R"({"application": "api", "stages": [
      {"type": "deployManifest", "account": "k8s-azar-prd", "manifestArtifactAccount": "embedded-artifact"},
      {"type": "deployManifest", "account": "harbor", "manifestArtifactAccount": "k8s-azar-prod"},
      {"type": "bakeManifest", "inputArtifacts": [{"account": "git-bto", "id": "x"}, {"artifact": {"artifactAccount": "no"}}]},
      {"type": "deploy", "clusters": [{"account": "ecs"}]}]})"),
            "error stages[0].account [unknown-account]: Spinnaker has no account 'k8s-azar-prd'; did you mean "
            "'k8s-azar-prod'?\n"
            "error stages[1].account [unknown-account]: Spinnaker has no account 'harbor'; \n"
            "error stages[1].manifestArtifactAccount [unknown-account]: Spinnaker has no artifact account "
            "'k8s-azar-prod'; \n"
            "error stages[2].inputArtifacts[0].account [unknown-account]: Spinnaker has no artifact account 'git-bto'; "
            "did you mean 'git-bot'?\n"
            "error stages[2].inputArtifacts[1].artifact.artifactAccount [unknown-account]: Spinnaker has no artifact "
            "account 'no'; \n"
            "error stages[3].clusters[0].account [unknown-account]: Spinnaker has no account 'ecs'; \n");
  EXPECT_EQ(
      said(R"({"application": "api", "triggers": [{"type": "docker", "account": "regisrty"}],
      "expectedArtifacts": [{"defaultArtifact": {"artifactAccount": "harbro"}}]})"),
      "error triggers[0].account [unknown-account]: Spinnaker has no account 'regisrty'; did you mean 'registry'?\n"
      "error expectedArtifacts[0].defaultArtifact.artifactAccount [unknown-account]: Spinnaker has no artifact "
      "account 'harbro'; did you mean 'harbor'?\n");
}

TEST(Surroundings, ApplicationsAndIdsAreComparedWithoutCase) {
  EXPECT_EQ(said(R"({"application": "API", "stages": [{"type": "pipeline", "application": "Web",
      "pipeline": "0A1B2C3D-5e6f-4a7b-8c9d-0e1f2a3b4c5d"}]})"),
            "");
  EXPECT_EQ(
      said(R"({"application": "apii", "stages": [{"type": "pipeline", "application": "shop", "pipeline": "gone"}],
      "triggers": [{"type": "pipeline", "enabled": true, "application": "web", "pipeline": "lost"}]})"),
      "warning application [unknown-application]: Spinnaker has no application 'apii'; did you mean 'api'?\n"
      "warning stages[0].application [unknown-application]: Spinnaker has no application 'shop'; the stage fails\n"
      "error stages[0].pipeline [unknown-pipeline]: Spinnaker has no pipeline with the id 'gone', so the stage "
      "fails; \n"
      "warning triggers[0].pipeline [unknown-pipeline]: Spinnaker has no pipeline with the id 'lost', so the trigger "
      "never fires; \n");
}

TEST(Surroundings, NothingIsSaidOfWhatNobodyKnows) {
  const std::string pipeline = R"({"application": "x", "stages": [
      {"type": "deployManifest", "account": "y"}, {"type": "pipeline", "application": "z", "pipeline": "gone"},
      {"type": "bakeManifest", "inputArtifacts": [{"account": "w"}]}]})";
  EXPECT_EQ(said(pipeline, {}), "");
  EXPECT_EQ(said(R"({"application": "api", "stages": [
      {"type": "webhook", "account": "of webhooks"}, {"type": "deployManifest", "account": "${ account }"},
      {"type": "pipeline", "application": "${ app }", "pipeline": "${ id }"},
      {"type": "deployManifest", "account": "registry", "manifests": [{"artifactAccount": "in a manifest"}]}]})"),
            "");
}

}  // namespace
}  // namespace sailmaker::pipeline
