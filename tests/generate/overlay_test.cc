#include "generate/overlay.h"

#include <gtest/gtest.h>

#include "generate/generator.h"
#include "tests/generate/fleet_folder.h"
#include "value/json.h"

namespace sailmaker::generate {
namespace {

constexpr const char* kDeploy = R"(application: "{{ app_name }}"
name: "{{ stack }}-deploy"
triggers: []
stages:
  - {refId: look, requisiteStageRefIds: [], type: wait, name: Look, waitTime: 1}
  - {refId: first, requisiteStageRefIds: [], type: wait, name: First, waitTime: 1}
  - {refId: last, requisiteStageRefIds: [first], type: pipeline, name: Last, pipeline: check}
)";

// The pipeline azar/api/prod/deploy with these overrides, a line each, and what is said about it.
struct Made {
  explicit Made(const std::string& overrides, const std::string& of_stack = {})
      : folder({{"deploy.yaml.j2", kDeploy}, {"check.yaml.j2", small_pipeline("{{ stack }}-check")}}) {
    folder.write("services/azar/api.yaml",
                 "stacks:\n  prod:\n    pipelines:\n      check:\n      deploy:\n        overrides:\n" + overrides);
    if (!of_stack.empty()) {
      folder.write("fleet.yaml",
                   "products: {azar: {}}\nstacks: {prod: {pipelines: {deploy: {overrides: " + of_stack + "}}}}\n");
    }
    fleet = folder.read();
    const Generator generator(fleet);
    const auto selector = fleet::Selector::parse("azar/api/prod/deploy");
    generated = generator.generate(generator.select(*selector).front());
    for (const Finding& finding : generated.findings) said += to_text(finding);
  }

  std::string stages() const { return to_json(*generated.pipeline.find("stages")); }

  FleetFolder folder;
  fleet::Fleet fleet;
  Generated generated;
  std::string said;
};

TEST(Overlay, IsLinkedAndChecked) {
  const Made made(
      "          stages[first].waitTime: 7\n          stages[look]: null\n"
      "          stages[call]: {refId: call, requisiteStageRefIds: [last], type: pipeline, name: Call, "
      "pipeline: check, application: api}\n");
  EXPECT_EQ(made.said, "");
  EXPECT_EQ(made.stages().find("look"), std::string::npos);
  EXPECT_NE(made.stages().find("\"waitTime\":7"), std::string::npos);
  // The name of another pipeline became its id, as in a template.
  EXPECT_EQ(made.stages().find("\"pipeline\":\"check\""), std::string::npos);
  const Path last{"stages", std::size_t{1}, "name"};
  EXPECT_EQ(to_string(made.generated.overlay->rendered(last)), "stages[2].name");
  EXPECT_EQ(made.generated.overlay->covering({"stages", std::size_t{0}, "waitTime"})->by->path,
            "stages[first].waitTime");
  EXPECT_FALSE(made.generated.overlay->covering(last));
  EXPECT_EQ(made.generated.overlay->inside({"stages", std::size_t{0}}).size(), 1U);
}

TEST(Overlay, FindingsStandWhereTheOverrideStands) {
  const Made made("          stages[first].waitTime: soon\n          stages[look]: null\n");
  EXPECT_NE(made.said.find("--> services/azar/api.yaml:7:"), std::string::npos) << made.said;
  EXPECT_NE(made.said.find("rule: wrong-type"), std::string::npos) << made.said;
  EXPECT_EQ(made.generated.findings.front().path, "stages[0].waitTime");
}

TEST(Overlay, OtherFindingsStayInTheTemplate) {
  // The stage before is gone: numbers have moved, and the problem is the template's, by way of the override.
  const Made made("          stages[first]: null\n");
  EXPECT_NE(made.said.find("--> templates/deploy.yaml.j2:"), std::string::npos) << made.said;
  EXPECT_NE(made.said.find("refId: last"), std::string::npos) << made.said;
}

TEST(Overlay, SaysWhichAreNotNeeded) {
  const Made made("          stages[first].waitTime: 1\n          stages[nowhere].x: 1\n          description: null\n");
  EXPECT_EQ(made.said,
            "warning: this override is not needed: the pipeline has that value without it\n"
            " --> services/azar/api.yaml:7:11\n"
            "  |\n"
            "7 |           stages[first].waitTime: 1\n"
            "  |           ^^^^^^^^^^^^^^^^^^^^^^\n"
            "  pipeline: azar/api/prod/deploy\n"
            "  hint: take it out\n"
            "  rule: override\n"
            "error: this override leads nowhere: 'stages' has no 'nowhere'\n"
            " --> services/azar/api.yaml:8:11\n"
            "  |\n"
            "8 |           stages[nowhere].x: 1\n"
            "  |           ^^^^^^^^^^^^^^^^^\n"
            "  pipeline: azar/api/prod/deploy\n"
            "  hint: take it out if the template has changed; `sailmaker render` shows what there is\n"
            "  rule: override\n"
            "warning: this override takes out what is not there\n"
            " --> services/azar/api.yaml:9:11\n"
            "  |\n"
            "9 |           description: null\n"
            "  |           ^^^^^^^^^^^\n"
            "  pipeline: azar/api/prod/deploy\n"
            "  hint: take it out\n"
            "  rule: override\n");
}

TEST(Overlay, TheServicesComeAfterTheStacks) {
  const Made made("          stages[first].waitTime: 7\n", "{'stages[first].waitTime': 5, 'stages[look].waitTime': 1}");
  EXPECT_EQ(made.said, "");
  EXPECT_NE(made.stages().find("\"waitTime\":7"), std::string::npos) << made.stages();
  ASSERT_EQ(made.generated.overlay->covering({"stages", std::size_t{0}, "waitTime"})->by->inherited, true);
}

}  // namespace
}  // namespace sailmaker::generate
