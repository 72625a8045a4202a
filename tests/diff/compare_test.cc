#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "diff/diff.h"
#include "tests/diff/apply.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::diff {
namespace {

// One line a change: "+ label (path) after", "- label (old path) before", "~ label before -> after", "> label from".
std::string changes_of(std::string_view before, std::string_view after) {
  const Value a = from_json(before);
  const Value b = from_json(after);
  const auto changes = compare(a, b, name_item);
  EXPECT_TRUE(identical(carry_out(a, changes), b));
  std::string out;
  for (const Change& change : changes) {
    switch (change.action) {
      case Action::add: out += "+ " + change.label + " = " + to_json(change.after); break;
      case Action::remove: out += "- " + change.label + " = " + to_json(change.before); break;
      case Action::change:
        out += "~ " + change.label + ": " + to_json(change.before) + " -> " + to_json(change.after);
        break;
      case Action::move: out += "> " + change.label + " from " + to_string(change.old_path); break;
    }
    out += '\n';
  }
  return out;
}

TEST(Compare, FindsNothingInEqualDocuments) {
  EXPECT_EQ(changes_of(R"({"a":[1,{"b":2}]})", R"({"a":[1,{"b":2}]})"), "");
  EXPECT_EQ(changes_of("null", "null"), "");
}

TEST(Compare, IgnoresTheOrderOfKeys) { EXPECT_EQ(changes_of(R"({"a":1,"b":2})", R"({"b":2,"a":1})"), ""); }

TEST(Compare, TellsKindsOfScalarsApart) {
  EXPECT_EQ(changes_of(R"({"a":1,"b":1,"c":0})", R"({"a":1.0,"b":"1","c":false})"),
            "~ a: 1 -> 1.0\n"
            "~ b: 1 -> \"1\"\n"
            "~ c: 0 -> false\n");
}

TEST(Compare, TellsAnEmptyListFromNoneAndNull) {
  EXPECT_EQ(changes_of(R"({"a":[],"b":null})", R"({"a":null,"c":[]})"),
            "~ a: [] -> null\n"
            "- b = null\n"
            "+ c = []\n");
}

TEST(Compare, TakesANullDocumentAsNone) {
  EXPECT_EQ(changes_of("null", R"({"a":1})"), "+  = {\"a\":1}\n");
  EXPECT_EQ(changes_of(R"({"a":1})", "null"), "-  = {\"a\":1}\n");
}

TEST(Compare, KeepsTheNewOrderAndPutsRemovedKeysWhereTheyStood) {
  EXPECT_EQ(changes_of(R"({"x":0,"a":1,"b":2,"c":3})", R"({"c":4,"a":5,"d":6})"),
            "- x = 0\n"
            "~ c: 3 -> 4\n"
            "~ a: 1 -> 5\n"
            "- b = 2\n"
            "+ d = 6\n");
}

TEST(Compare, TakesAnInsertedStageAsOneAddition) {
  EXPECT_EQ(changes_of(R"({"stages":[{"refId":"a","n":1},{"refId":"b","n":2}]})",
                       R"({"stages":[{"refId":"a","n":1},{"refId":"x","n":9},{"refId":"b","n":3}]})"),
            "+ stages[x] = {\"refId\":\"x\",\"n\":9}\n"
            "~ stages[b].n: 2 -> 3\n");
}

TEST(Compare, SaysWhereAChangedItemStoodBefore) {
  const auto changes =
      compare(from_json(R"([{"name":"a"},{"name":"b","n":1}])"), from_json(R"([{"name":"b","n":2}])"), name_item);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[1].path, (Path{std::size_t{0}, "n"}));
  EXPECT_EQ(changes[1].old_path, (Path{std::size_t{1}, "n"}));
}

TEST(Compare, MovesTheFewestItems) {
  EXPECT_EQ(changes_of(R"([{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"}])",
                       R"([{"name":"b"},{"name":"c"},{"name":"d"},{"name":"a"}])"),
            "> [a] from [0]\n");
}

TEST(Compare, FindsChangesInsideAMovedItem) {
  EXPECT_EQ(changes_of(R"([{"name":"a","v":[1,2]},{"name":"b"},{"name":"c"}])",
                       R"([{"name":"b"},{"name":"c"},{"name":"a","v":[2]}])"),
            "> [a] from [0]\n"
            "- [a].v[0] = 1\n");
}

TEST(Compare, MatchesEqualNamesInTheirOrder) {
  EXPECT_EQ(changes_of(R"([{"name":"a","v":1},{"name":"a","v":2},{"name":"b"}])",
                       R"([{"name":"a","v":1},{"name":"a","v":3},{"name":"a","v":4},{"name":"b"}])"),
            "~ [a].v: 2 -> 3\n"
            "+ [a] = {\"name\":\"a\",\"v\":4}\n");
}

TEST(Compare, TakesAnotherNameAsAnotherThing) {
  EXPECT_EQ(changes_of(R"([{"name":"version","default":"","required":false}])",
                       R"([{"name":"reason","default":"","required":false}])"),
            "- [version] = {\"name\":\"version\",\"default\":\"\",\"required\":false}\n"
            "+ [reason] = {\"name\":\"reason\",\"default\":\"\",\"required\":false}\n");
}

TEST(Compare, SeesThatAThingWasRenamedWhenAllElseIsTheSame) {
  const std::string rest = R"("type":"deployManifest","account":"k8s-azar-dev","source":"artifact","moniker":"azar")";
  EXPECT_EQ(changes_of(R"([{"refId":"3",)" + rest + "}]", R"([{"refId":"deploy",)" + rest + "}]"),
            "~ [deploy].refId: \"3\" -> \"deploy\"\n");
}

TEST(Compare, SeesATriggerWhoseBranchChangedThoughItsNameAndIdAreMadeOfIt) {
  const Value before = from_json(
      R"([{"type":"git","source":"github","project":"azar","slug":"shop","branch":"develop","enabled":true,"id":"11f0-1"}])");
  const Value after = from_json(
      R"([{"type":"git","source":"github","project":"azar","slug":"shop","branch":"master","enabled":true,"id":"11f0-2"}])");
  const auto by_branch = [](const Path&, const Value& item) {
    return "git:" + std::string(item.find("branch")->as_string());
  };
  const auto changes = compare(before, after, by_branch);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].label, "[git:master].branch");
  EXPECT_EQ(changes[1].label, "[git:master].id");
}

TEST(Compare, MatchesNamelessItemsByLikeness) {
  EXPECT_EQ(
      changes_of(
          R"([{"id":"chart-one","account":"helm"},{"id":"values-two","account":"github"}])",
          R"([{"id":"extra","n":5},{"id":"chart-one","account":"helm2"},{"id":"values-two","account":"gitlab"}])"),
      "+ [0] = {\"id\":\"extra\",\"n\":5}\n"
      "~ [1].account: \"helm\" -> \"helm2\"\n"
      "~ [2].account: \"github\" -> \"gitlab\"\n");
}

TEST(Compare, MatchesWhatIsLeftInItsOrder) {
  EXPECT_EQ(changes_of(R"([[1],{"a":1},"x"])", R"([[2],{"b":2},"y"])"),
            "~ [0][0]: 1 -> 2\n"
            "- [1].a = 1\n"
            "+ [1].b = 2\n"
            "~ [2]: \"x\" -> \"y\"\n");
}

TEST(Compare, InsertsOneScalarIntoAList) {
  EXPECT_EQ(changes_of("[1,10,25,50]", "[1,5,10,25,50]"), "+ [1] = 5\n");
  EXPECT_EQ(changes_of("[1,10,25,50]", "[1,25,50]"), "- [1] = 10\n");
  EXPECT_EQ(changes_of("[1,10,25,50]", "[1,10,30,50]"), "~ [2]: 25 -> 30\n");
  EXPECT_EQ(changes_of("[1,10,25,50]", "[50,1,10,25]"), "> [0] from [3]\n");
  EXPECT_EQ(changes_of("[1,1,2,1]", "[1,2,1]"), "- [1] = 1\n");
}

TEST(Compare, WritesOddKeysInLabelsSoThatTheyAreOneStep) {
  EXPECT_EQ(changes_of(R"({"a.b":{"":1},"c":{"d e":1}})", R"({"a.b":{"":2},"c":{"d e":2}})"),
            "~ [\"a.b\"][\"\"]: 1 -> 2\n"
            "~ c[\"d e\"]: 1 -> 2\n");
}

TEST(Compare, NamesItemsForTheListTheyStandIn) {
  std::vector<std::string> lists;
  const Identity record = [&](const Path& list, const Value&) {
    lists.push_back(to_string(list));
    return std::string();
  };
  compare(from_json(R"({"stages":[{"inputs":[{"a":1}]}]})"), from_json(R"({"stages":[{"inputs":[{"a":2}]}]})"), record);
  EXPECT_EQ(lists, (std::vector<std::string>{"stages", "stages", "stages[0].inputs", "stages[0].inputs"}));
}

Value nested(int depth, Value inner) {
  for (int i = 0; i < depth; ++i) inner = i % 2 == 0 ? Value(List{inner}) : Value(Map{{"k", inner}});
  return inner;
}

TEST(Compare, GoesAsDeepAsParsersDo) {
  const auto changes = compare(nested(500, 1), nested(500, 2), name_item);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].path.size(), 500U);
}

TEST(Compare, RefusesWhatIsTooDeep) { EXPECT_THROW(compare(nested(5000, 1), nested(5000, 2), name_item), TooDeep); }

Value numbered(std::size_t count, int salt) {
  List list;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = std::to_string(i * 7919 % 5003) + "-" + std::to_string(salt);
    list.push_back(Value(Map{{"id", text}, {"value", static_cast<int>(i) + salt}}));
  }
  return list;
}

TEST(Compare, TakesThousandsOfNamelessItemsInBoundedTime) {
  const Value a = numbered(5000, 0);
  const Value b = numbered(5000, 1);
  const auto started = std::chrono::steady_clock::now();
  const auto changes = compare(a, b, name_item);
  const auto nameless = [](const Path&, const Value&) { return std::string(); };
  EXPECT_TRUE(identical(carry_out(a, compare(a, b, nameless)), b));
  EXPECT_GT(changes.size(), 5000U);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20));
}

}  // namespace
}  // namespace sailmaker::diff
