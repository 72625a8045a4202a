#include "sync/ignoring.h"

#include <gtest/gtest.h>

#include "pipeline/mark.h"
#include "sync/apply.h"
#include "sync/plan.h"
#include "tests/sync/small_fleet.h"
#include "value/json.h"

namespace sailmaker::sync {
namespace {

const std::string kKey = "azar/api/dev/deploy";

Value json(std::string_view text) { return parse_json(text, "test").value(); }

struct Case {
  const char* name;
  const char* pattern;
  const char* desired;
  const char* stored;
  const char* stripped;  // of desired
  const char* kept;
};

const Case kCases[] = {
    {"AFieldKeepsItsStoredValue", "limit", R"({"limit":1,"b":2})", R"({"limit":9,"b":3})", R"({"b":2})",
     R"({"limit":9,"b":2})"},
    {"AFieldThatWasTakenOutStaysOut", "limit", R"({"limit":1,"b":2})", R"({"b":3})", R"({"b":2})", R"({"b":2})"},
    {"AFieldThatWasAddedStays", "limit", R"({"b":2})", R"({"limit":9,"b":3})", R"({"b":2})", R"({"b":2,"limit":9})"},
    {"InsideOfMaps", "locked.*", R"({"locked":{"ui":true}})", R"({"locked":{"ui":false,"why":"x"}})",
     R"({"locked":{}})", R"({"locked":{"ui":false,"why":"x"}})"},
    {"InEachItem", "triggers[*].enabled", R"({"triggers":[{"type":"git","branch":"a","enabled":true}]})",
     R"({"triggers":[{"type":"cron","enabled":true},{"type":"git","branch":"a","enabled":false}]})",
     R"({"triggers":[{"type":"git","branch":"a"}]})", R"({"triggers":[{"type":"git","branch":"a","enabled":false}]})"},
    {"InItemsByTheirName", "stages[d*].wait", R"({"stages":[{"refId":"bake","wait":1},{"refId":"deploy","wait":1}]})",
     R"({"stages":[{"refId":"deploy","wait":9},{"refId":"bake","wait":9}]})",
     R"({"stages":[{"refId":"bake","wait":1},{"refId":"deploy"}]})",
     R"({"stages":[{"refId":"bake","wait":1},{"refId":"deploy","wait":9}]})"},
    {"InNamelessItemsByTheirNumber", "notifications[1].level", R"({"notifications":[{"level":"a"},{"level":"b"}]})",
     R"({"notifications":[{"level":"x"},{"level":"y"}]})", R"({"notifications":[{"level":"a"},{}]})",
     R"({"notifications":[{"level":"a"},{"level":"y"}]})"},
    {"WholeItems", "stages[manual*]", R"({"stages":[{"refId":"a"},{"refId":"manual-1"}]})",
     R"({"stages":[{"refId":"a","x":1},{"refId":"manual-2"}]})", R"({"stages":[{"refId":"a"}]})",
     R"({"stages":[{"refId":"a"},{"refId":"manual-2"}]})"},
    {"ANewItemIsAsTheFleetWantsIt", "stages[*].wait", R"({"stages":[{"refId":"a","wait":1}]})", R"({"stages":[]})",
     R"({"stages":[{"refId":"a"}]})", R"({"stages":[{"refId":"a","wait":1}]})"},
    {"NeverWhatTellsPipelinesApart", "*", R"({"id":"1","name":"n","application":"a","sailmaker":{},"x":1})",
     R"({"id":"2","name":"m","x":2})", R"({"id":"1","name":"n","application":"a","sailmaker":{}})",
     R"({"id":"1","name":"n","application":"a","sailmaker":{},"x":2})"},
    {"OtherKindsAreLeftAlone", "locked.ui", R"({"locked":{"ui":true}})", R"({"locked":true})", R"({"locked":{}})",
     R"({"locked":{"ui":true}})"},
};

class IgnoringCases : public testing::TestWithParam<Case> {};

TEST_P(IgnoringCases, StripsAndKeeps) {
  const Case& param = GetParam();
  const std::vector<fleet::IgnoredPart> parts{{fleet::PartPattern::parse(param.pattern, "path").value(), {}}};
  const Ignoring ignoring(parts);
  EXPECT_EQ(to_json(ignoring.stripped(kKey, json(param.desired))), param.stripped);
  EXPECT_EQ(to_json(ignoring.kept(kKey, json(param.desired), json(param.stored))), param.kept);
}

INSTANTIATE_TEST_SUITE_P(All, IgnoringCases, testing::ValuesIn(kCases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(IgnoringMarks, AreOfWhatIsNotIgnored) {
  const std::vector<fleet::IgnoredPart> parts{{fleet::PartPattern::parse("limit", "path").value(), {}}};
  const Ignoring ignoring(parts);
  const Value wanted = json(R"({"limit":1,"b":2})");
  const std::string digest = ignoring.digest(kKey, wanted);
  EXPECT_TRUE(ignoring.is_as_marked(kKey, json(R"({"limit":9,"b":2})"), digest));
  EXPECT_FALSE(ignoring.is_as_marked(kKey, json(R"({"limit":1,"b":3})"), digest));
  // Written before `limit` was ignored.
  const std::string whole = pipeline::digest_of(wanted);
  EXPECT_TRUE(ignoring.is_as_marked(kKey, wanted, whole));
  EXPECT_FALSE(ignoring.is_as_marked(kKey, json(R"({"limit":9,"b":2})"), whole));
  EXPECT_TRUE(ignoring.is_as_marked(kKey, json(R"({"limit":9,"b":2})"), whole, &wanted));
}

class IgnoringSync : public SmallFleet {
 protected:
  void ignore(const std::string& text) {
    set_version("1.0.0");
    folder_.write("fleet.yaml",
                  "vars: {version: 1.0.0}\nstacks:\n  dev: {}\n  prod: {}\nproducts: {azar: {}}\n"
                  "teams: {devops: {}}\ntarget: {type: directory, path: ./front50}\ndrift: {ignore: [" +
                      text + "]}\n");
  }
  std::string description() { return std::string(json(body(kKey)).find("description")->as_string()); }
};

TEST_F(IgnoringSync, NeitherComparesNorOverwrites) {
  ignore("description");
  EXPECT_TRUE(apply(plan(), *target_, {}).value().is_complete());
  change_by_hand(kKey, "description", Value("by hand"));
  EXPECT_TRUE(plan().changes.empty());
  folder_.write("templates/deploy.yaml.j2",
                small_pipeline("{{ stack }}-deploy", "description: v{{ version }}\nlimitConcurrent: true\n"));
  const Plan update = plan();
  ASSERT_EQ(update.changes.size(), 2U);
  EXPECT_FALSE(update.changes[0].drifted);
  ASSERT_EQ(update.changes[0].differences.size(), 1U);
  EXPECT_EQ(update.changes[0].differences[0].label, "limitConcurrent");
  EXPECT_TRUE(apply(update, *target_, {}).value().is_complete());
  EXPECT_EQ(description(), "by hand");
  EXPECT_TRUE(plan().changes.empty());
}

TEST_F(IgnoringSync, BeginsWithADriftThatIsThere) {
  EXPECT_TRUE(apply(plan(), *target_, {}).value().is_complete());
  change_by_hand(kKey, "description", Value("by hand"));
  EXPECT_TRUE(plan().changes[0].drifted);
  ignore("{path: description, selector: azar/*/dev}");
  const Plan update = plan();
  ASSERT_EQ(update.changes.size(), 1U);
  EXPECT_FALSE(update.changes[0].drifted);
  EXPECT_TRUE(update.changes[0].differences.empty());
  EXPECT_TRUE(apply(update, *target_, {}).value().is_complete());
  EXPECT_EQ(description(), "by hand");
}

}  // namespace
}  // namespace sailmaker::sync
