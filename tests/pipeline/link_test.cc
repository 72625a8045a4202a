#include "pipeline/link.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/uuid.h"
#include "tests/pipeline/cases.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {
namespace {

TEST(Link, ASecondTimeChangesNothing) {
  std::vector<std::string> documents = {to_json(sample_pipeline(0)), to_json(sample_pipeline(30))};
  for (const Case& each : read_cases("golden/link.txt")) documents.push_back(each.document);
  for (const std::string& document : documents) {
    Value value = *parse_json(document, "case");
    link(value, sample_context());
    const std::string once = to_json(value);
    link(value, sample_context());
    EXPECT_EQ(to_json(value), once);
  }
}

TEST(Link, LeavesWhatOthersShare) {
  const Value original = sample_pipeline();
  const std::string before = to_json(original);
  Value copy = original;
  link(copy, sample_context());
  EXPECT_EQ(to_json(original), before);
  EXPECT_NE(to_json(copy), before);
}

// YAML aliases make one list stand in several places.
TEST(Link, PartsThatShareContentGetIdsOfTheirOwn) {
  const Value artifacts = json("[{'displayName': 'Manifest'}]");
  const Value inputs = json("[{'id': 'Chart'}]");
  Value document = json("{'name': 'x', 'expectedArtifacts': [{'displayName': 'Chart'}]}");
  const auto stage = [&](const char* ref_id) {
    return Value(Map{{"refId", Value(ref_id)}, {"expectedArtifacts", artifacts}, {"inputArtifacts", inputs}});
  };
  document.mutable_map().set("stages", Value(List{stage("a"), stage("b")}));
  EXPECT_EQ(to_text(link(document, sample_context())), "");
  const auto at = [&](const Path& path) { return find(document, path)->as_string(); };
  const std::size_t zero = 0;
  const std::size_t one = 1;
  EXPECT_NE(at({"stages", zero, "expectedArtifacts", zero, "id"}),
            at({"stages", one, "expectedArtifacts", zero, "id"}));
  EXPECT_EQ(at({"stages", zero, "inputArtifacts", zero, "id"}), at({"expectedArtifacts", zero, "id"}));
  EXPECT_EQ(at({"stages", one, "inputArtifacts", zero, "id"}), at({"expectedArtifacts", zero, "id"}));
  EXPECT_EQ(to_json(artifacts), "[{\"displayName\":\"Manifest\"}]");
}

TEST(Link, TriggerIdsDoNotDependOnTheirOrder) {
  Value forward = sample_pipeline();
  Value backward = forward;
  auto& triggers = backward.mutable_map().find("triggers")->mutable_list();
  std::reverse(triggers.begin(), triggers.end());
  link(forward, sample_context());
  link(backward, sample_context());
  const List& ids = forward.find("triggers")->as_list();
  const List& other = backward.find("triggers")->as_list();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(*ids[i].find("id"), *other[ids.size() - 1 - i].find("id"));
    EXPECT_TRUE(is_uuid(ids[i].find("id")->as_string()));
  }
}

TEST(Link, WithoutAnybodyToAskFindsNoPipeline) {
  Value document = json("{'name': 'x', 'stages': [{'refId': 'a', 'type': 'pipeline', 'pipeline': 'deploy'}]}");
  LinkContext nobody;
  nobody.key = "a/b/c/d";
  EXPECT_EQ(to_text(link(document, nobody)),
            "error stages[0].pipeline [unknown-pipeline]: there is no pipeline 'deploy'\n");
}

}  // namespace
}  // namespace sailmaker::pipeline
