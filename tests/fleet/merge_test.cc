#include <gtest/gtest.h>

#include <random>

#include "fleet/layers.h"
#include "tests/fleet/made_fleet.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::fleet {
namespace {

TEST(Merge, LaysOneOverTheOther) {
  const struct {
    const char* under;
    const char* over;
    const char* merged;
  } cases[] = {
      {"{a: 1, b: 2}", "{b: 3, c: 4}", R"({"a":1,"b":3,"c":4})"},
      {"{a: {x: 1, y: 2}}", "{a: {y: 3}}", R"({"a":{"x":1,"y":3}})"},
      {"{a: [1, 2]}", "{a: [3]}", R"({"a":[3]})"},
      {"{a: [1, 2]}", "{a: []}", R"({"a":[]})"},
      {"{a: {x: 1}}", "{a: {}}", R"({"a":{"x":1}})"},
      {"{a: {x: 1}}", "{a: 5}", R"({"a":5})"},
      {"{a: 5}", "{a: {x: 1}}", R"({"a":{"x":1}})"},
      {"{a: 1, b: 2}", "{a: null}", R"({"b":2})"},
      {"{a: {x: 1, y: 2}}", "{a: {x: null}}", R"({"a":{"y":2}})"},
      {"{a: 1}", "{b: null}", R"({"a":1})"},
      {"{}", "{a: {x: null, y: {z: null}}}", R"({"a":{"y":{}}})"},
      {"{a: 5}", "{a: {x: null, y: 1}}", R"({"a":{"y":1}})"},
      {"{a: 1}", "{a: [null, {x: null}]}", R"({"a":[null,{"x":null}]})"},
      {"{a: null, b: {c: null}}", "{d: 1}", R"({"a":null,"b":{"c":null},"d":1})"},
      {"{1: a}", "{1: b, 2: c}", R"({"1":"b","2":"c"})"},
      {"{a: text}", "{}", R"({"a":"text"})"},
  };
  for (const auto& [under, over, merged] : cases) {
    EXPECT_EQ(to_json(merge(yaml_value(under), yaml_value(over))), merged) << under << " " << over;
  }
}

TEST(Merge, LeavesItsArgumentsAlone) {
  const Value under = yaml_value("{a: {x: 1}, b: [1]}");
  const Value over = yaml_value("{a: {y: 2}, c: {z: null}}");
  const Value merged = merge(under, over);
  EXPECT_EQ(to_json(under), R"({"a":{"x":1},"b":[1]})");
  EXPECT_EQ(to_json(over), R"({"a":{"y":2},"c":{"z":null}})");
  EXPECT_TRUE(merged.find("b")->same_as(*under.find("b"))) << "what does not change is shared";
}

// Maps whose key decides whether it holds a map (upper case) or something else: as long as all layers agree on that and
// nobody removes, it does not matter which layers are merged first.
Value random_layer(std::mt19937& random, int depth) {
  Map map;
  for (const char* key : {"a", "b", "c"}) {
    if (random() % 2 == 0) map.set(key, static_cast<int>(random() % 100));
  }
  for (const char* key : {"M", "N"}) {
    if (depth < 3 && random() % 2 == 0) map.set(key, random_layer(random, depth + 1));
  }
  return map;
}

TEST(Merge, IsAssociativeWhereLayersAgreeOnWhatIsAMap) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    const Value a = random_layer(random, 0);
    const Value b = random_layer(random, 0);
    const Value c = random_layer(random, 0);
    EXPECT_EQ(merge(merge(a, b), c), merge(a, merge(b, c))) << to_json(a) << to_json(b) << to_json(c);
    EXPECT_EQ(merge(a, a), a);
    EXPECT_EQ(merge(Map(), a), a);
    EXPECT_EQ(merge(a, Map()), a);
  }
}

TEST(Merge, StopsAtTheDepthLimit) {
  Value deep = 1;
  for (int i = 0; i < kDeepestValue + 10; ++i) deep = Map{{"a", deep}};
  EXPECT_THROW(merge(deep, deep), TooDeep);
  EXPECT_THROW(merge(Map(), deep), TooDeep);
}

}  // namespace
}  // namespace sailmaker::fleet
