#include "pipeline/schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "pipeline/field_table.h"
#include "pipeline/reference.h"

namespace sailmaker::pipeline {
namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(Reference, IsNotStale) {
  const std::string file = std::string(SAILMAKER_SOURCE_DIR) + "/docs/pipeline-reference.md";
  if (std::getenv("SAILMAKER_UPDATE_GOLDEN") != nullptr) std::ofstream(file) << reference_page();
  EXPECT_TRUE(text_of(file) == reference_page()) << "write it anew with SAILMAKER_UPDATE_GOLDEN=1";
}

TEST(Schema, StageTypesAreSortedAndHoldEveryShape) {
  const auto types = stage_types();
  EXPECT_TRUE(std::is_sorted(types.begin(), types.end()));
  EXPECT_EQ(std::adjacent_find(types.begin(), types.end()), types.end());
  for (const ShapeGroup& group : stage_groups()) {
    for (const Shape& shape : group.shapes) {
      EXPECT_TRUE(is_stage_type(shape.type)) << shape.type;
      EXPECT_EQ(find_stage_shape(shape.type), &shape) << shape.type << " stands in two groups";
    }
  }
}

TEST(Schema, SaysSomethingOfEveryField) {
  const auto check = [](std::string_view where, std::span<const Field> fields) {
    for (const Field& field : fields) {
      EXPECT_FALSE(field.note.empty()) << where << '.' << field.name;
      EXPECT_TRUE(field.note.ends_with('.')) << where << '.' << field.name << ": " << field.note;
    }
  };
  check("pipeline", pipeline_fields());
  check("stage", stage_fields());
  check("trigger", trigger_fields());
  for (const ShapeGroup& group : stage_groups()) {
    for (const Shape& shape : group.shapes) check(shape.type, shape.fields);
  }
  for (const auto shapes : {trigger_shapes(), artifact_shapes(), notification_shapes(), precondition_shapes()}) {
    for (const Shape& shape : shapes) check(shape.type, shape.fields);
  }
}

TEST(FieldTable, FindsEveryFieldOfEveryStage) {
  for (const ShapeGroup& group : stage_groups()) {
    for (const Shape& shape : group.shapes) {
      const FieldTable* table = find_stage_table(shape.type);
      ASSERT_NE(table, nullptr);
      for (const Field& field : shape.fields) EXPECT_EQ(table->find(field.name)->field, &field) << field.name;
      for (const Field& field : stage_fields()) EXPECT_NE(table->find(field.name), nullptr) << field.name;
    }
  }
}

TEST(FieldTable, KnowsASlipFromAnotherWord) {
  const FieldTable& table = *find_stage_table("deployManifest");
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"manifest", "manifests"},
      {"requisiteStageRefId", "requisiteStageRefIds"},
      {"failpipeline", "failPipeline"},
      {"mainfests", "manifests"},
      {"soruce", "source"},
      {"skipExpresionEvaluation", "skipExpressionEvaluation"},
      {"namespaceOveride", "namespaceOverride"},
      // other words
      {"ourField", ""},
      {"region", ""},
      {"pipe", ""},
      {"x", ""},
      {"", ""},
  };
  for (const auto& [name, meant] : cases) EXPECT_EQ(table.near_miss(name), meant) << name;
}

}  // namespace
}  // namespace sailmaker::pipeline
