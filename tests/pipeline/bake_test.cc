// Rosco's command line of a bakeManifest stage, and what it does with Helm's answer.
#include "pipeline/bake.h"

#include <gtest/gtest.h>

#include "pipeline/bake_inputs.h"
#include "pipeline/baked_manifest.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {
namespace {

constexpr const char* kPipeline = R"({
  "name": "p", "application": "app", "parameterConfig": [{"name": "v", "default": "1"}],
  "expectedArtifacts": [
    {"id": "chart", "matchArtifact": {"name": "other"}, "useDefaultArtifact": true,
     "defaultArtifact": {"type": "helm/chart", "name": "workload", "version": "1.0.0"}},
    {"id": "values", "matchArtifact": {"type": "github/file", "name": "a/values.yaml"}}],
  "stages": [{"type": "wait"}, {
    "type": "bakeManifest", "refId": "bake", "name": "Bake", "templateRenderer": "HELM3", "outputName": "app",
    "inputArtifacts": [{"id": "chart"}, {"id": "values"}, {"artifact": {"name": "b.yaml"}}],
    "overrides": {"version": "${parameters.v}", "number": 5, "on": true, "real": 1e7}}]})";

// The pipeline with more fields in its bake; JSON without braces.
Value pipeline(const std::string& more = "") {
  std::string text = kPipeline;
  const std::string at = "\"outputName\": \"app\"";
  if (!more.empty()) text.insert(text.find(at), more + ", ");
  return *parse_json(text, "pipeline");
}

// The words for Helm, or the first problem.
std::string words(const Value& document, const std::vector<std::filesystem::path>& files = {"/a", "/b"}) {
  const RunInputs inputs(document, {});
  SpelFill fill(inputs);
  Problems problems;
  const auto bake = read_bake(document, 1, fill, problems);
  if (!bake) return to_string(problems.at(0).path) + ": " + problems.at(0).message;
  std::string out;
  for (const std::string& word : helm_words(*bake, "/chart", files)) out += (out.empty() ? "" : "|") + word;
  return out;
}

TEST(Bake, FindsTheStages) { EXPECT_EQ(bake_stages(pipeline()), std::vector<std::size_t>{1}); }

TEST(Bake, ReadsTheStage) {
  const Value document = pipeline();
  const RunInputs inputs(document, {{"v", "2"}});
  SpelFill fill(inputs);
  Problems problems;
  const auto bake = read_bake(document, 1, fill, problems);
  ASSERT_TRUE(bake);
  EXPECT_EQ(bake->chart.name + " " + bake->chart.version, "workload 1.0.0");
  ASSERT_EQ(bake->values.size(), 2U);
  EXPECT_EQ(bake->values[0].name + " " + bake->values[1].name, "a/values.yaml b.yaml");
  EXPECT_EQ(overrides_text(*bake), "version=2,number=5,on=true,real=1.0E7");
}

TEST(Bake, WordsAreThoseOfRosco) {
  EXPECT_EQ(words(pipeline()), "template|app|/chart|--set-string|version=1,number=5,on=true,real=1.0E7|--values|/a,/b");
  EXPECT_EQ(words(pipeline(R"("namespace": "n", "includeCRDs": true, "apiVersions": "a,b", "kubeVersion": "1.30",
                              "rawOverrides": true)"),
                  {}),
            "template|app|/chart|--namespace|n|--include-crds|--api-versions|a,b|--kube-version|1.30|--set|"
            "version=1,number=5,on=true,real=1.0E7");
}

TEST(Bake, SaysWhatCannotBeBaked) {
  Value document = pipeline();
  Map& stage = document.mutable_map().find("stages")->mutable_list()[1].mutable_map();
  const auto with = [&](const char* field, const char* json) {
    Value changed = document;
    changed.mutable_map().find("stages")->mutable_list()[1].mutable_map().set(field, *parse_json(json, "x"));
    return words(changed);
  };
  ASSERT_TRUE(stage.contains("overrides"));
  EXPECT_EQ(with("templateRenderer", R"("KUSTOMIZE")"), "stages[1]: stage 'Bake' bakes with KUSTOMIZE, not with HELM3");
  EXPECT_EQ(with("outputName", "null"),
            "stages[1]: stage 'Bake' has no outputName, which Helm needs as the release's name");
  EXPECT_EQ(with("overrides", R"({"a": null})"),
            "stages[1].overrides.a: the override 'a' of stage 'Bake' is null, at which Rosco fails");
  EXPECT_EQ(
      with("overrides", R"({"a": "${#currentUser()}"})"),
      "stages[1].overrides.a: the override 'a' of stage 'Bake': '${#currentUser()}' cannot be known before a run");
  EXPECT_EQ(with("inputArtifacts", R"([{"id": "nothing"}])"),
            "stages[1].inputArtifacts[0]: stage 'Bake': the pipeline has no expected artifact 'nothing'");
  EXPECT_EQ(with("inputArtifacts", "[]"), "stages[1]: stage 'Bake' has no inputArtifacts");
}

TEST(RepositoryPaths, ComeFromTheAddressThenTheName) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(repository_paths("https://api.github.com/repos/o/r/contents/a/b.yaml?ref=x", "c/d.yaml"),
            (Paths{"a/b.yaml", "c/d.yaml", "repos/o/r/contents/a/b.yaml"}));
  EXPECT_EQ(repository_paths("", "s3://bucket/a/b.yaml"), Paths{"a/b.yaml"});
  EXPECT_EQ(repository_paths("", "../../etc/passwd"), Paths{});
  EXPECT_EQ(repository_paths("harbor", "a/../b.yaml"), Paths{"b.yaml"});
}

TEST(BakedObjects, LeaveTestsAndCommentsOut) {
  const auto objects = baked_objects(
      "---\n# Source: c/templates/a.yaml\n# says nothing\nkind: A\ndata:\n  x: |\n    ---\n    y\n"
      "---\n# Source: c/templates/tests/t.yaml\nkind: T\n---\n# Source: c/templates/none.yaml\n\n---\nkind: B\n\n");
  ASSERT_EQ(objects.size(), 2U);
  EXPECT_EQ(objects[0].source, "c/templates/a.yaml");
  EXPECT_EQ(objects[0].text, "kind: A\ndata:\n  x: |\n    ---\n    y\n");
  EXPECT_EQ(objects[1].source + objects[1].text, "kind: B\n");
}

}  // namespace
}  // namespace sailmaker::pipeline
