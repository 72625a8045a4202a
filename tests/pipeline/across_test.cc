#include "pipeline/across.h"

#include <gtest/gtest.h>

#include "value/json.h"
#include "value/path.h"

namespace sailmaker::pipeline {
namespace {

Summary summary(const std::string& id, const std::string& fields, const std::string& name = {}) {
  const std::string text = R"({"application": "api", "id": ")" + id + R"(", "name": ")" + (name.empty() ? id : name) +
                           "\"" + (fields.empty() ? "" : ", ") + fields + "}";
  return summary_of(*parse_json(text, "test"));
}

// A pipeline that starts another one, after a stage of a type, under a condition.
std::string runs(const std::string& id, const std::string& before = "wait", const std::string& condition = "") {
  return R"("stages": [{"refId": "a", "type": ")" + before +
         R"(", "requisiteStageRefIds": []}, {"refId": "b", "type": "pipeline", "requisiteStageRefIds": ["a"],
         "pipeline": ")" +
         id + "\"" + condition + "}]";
}

std::string run_by(const std::string& id, const std::string& status) {
  return R"("triggers": [{"type": "pipeline", "enabled": true, "pipeline": ")" + id + R"(", "status": [")" + status +
         "\"]}]";
}

std::string said(const std::vector<Summary>& pipelines, Extent extent = Extent::some) {
  std::string out;
  for (const CrossProblem& cross : check_across(pipelines, extent).problems) {
    out += pipelines[cross.pipeline].id + " " + to_string(cross.problem.path) + ": " + cross.problem.message;
    if (cross.other != CrossProblem::kNone) {
      out += "; " + cross.other_what + " " + pipelines[cross.other].id + " " + to_string(cross.other_path);
    }
    out += "\n";
  }
  return out;
}

TEST(Across, ACircleOfStagesAndTriggersNeverEnds) {
  EXPECT_EQ(
      said({summary("x", runs("y")), summary("y", runs("x"))}),
      "x stages[1].pipeline: pipelines start each other for ever: 'x' -> 'y' -> 'x'; and the circle is closed at y "
      "stages[1].pipeline\n");
  EXPECT_EQ(
      said({summary("x", run_by("y", "successful")), summary("y", run_by("x", "successful"))}),
      "y triggers[0].pipeline: pipelines start each other for ever: 'x' -> 'y' -> 'x'; and the circle is closed at "
      "x triggers[0].pipeline\n");
  EXPECT_EQ(said({summary("x", runs("x"))}), "x stages[1].pipeline: pipelines start each other for ever: 'x' -> 'x'\n");
  Summary labelled = summary("x", runs("x"));
  labelled.label = "azar/api/dev/x";
  EXPECT_EQ(said({labelled}),
            "x stages[1].pipeline: pipelines start each other for ever: azar/api/dev/x -> azar/api/dev/x\n");
}

TEST(Across, ACircleThatSomethingMayEndIsNone) {
  const std::string condition = R"(, "stageEnabled": {"type": "expression", "expression": "parameters['again']"})";
  EXPECT_EQ(said({summary("x", runs("y", "wait", condition)), summary("y", runs("x"))}), "");
  EXPECT_EQ(said({summary("x", runs("y", "checkPreconditions")), summary("y", runs("x"))}), "");
  EXPECT_EQ(said({summary("x", runs("x", "manualJudgment"))}), "");
  EXPECT_EQ(said({summary("x", run_by("y", "failed")), summary("y", run_by("x", "successful"))}), "");
}

TEST(Across, ADisabledPipelineEndsACircle) {
  EXPECT_EQ(said({summary("x", runs("y")), summary("y", "\"disabled\": true, " + runs("x"))}),
            "x stages[1].pipeline: this stage starts 'y', which is disabled; it is disabled at y disabled\n");
  EXPECT_EQ(said({summary("x", run_by("y", "successful")), summary("y", "\"disabled\": true")}), "");
}

TEST(Across, NamesAreComparedWithoutCase) {
  EXPECT_EQ(
      said({summary("x", "", "Deploy"), summary("y", "", "deploy")}),
      "y name: two pipelines are called 'deploy' in the application 'api'; the other one is called so at x name\n");
  EXPECT_EQ(said({summary("x", "", "deploy"), summary("x", "", "deploy")}), "") << "the same pipeline, given twice";
  EXPECT_EQ(said({summary("x", "", "a"), summary("x", "", "b")}),
            "x id: two pipelines have the id 'x': 'a' and 'b'; the other one stands at x id\n");
}

TEST(Across, AReferenceMayLeadElsewhere) {
  EXPECT_EQ(check_across({summary("x", runs("gone"))}, Extent::some).elsewhere, 1U);
  EXPECT_EQ(said({summary("x", runs("gone"))}), "");
  EXPECT_EQ(said({summary("x", runs("gone"))}, Extent::all),
            "x stages[1].pipeline: there is no pipeline with the id 'gone', so the stage fails\n");
}

}  // namespace
}  // namespace sailmaker::pipeline
