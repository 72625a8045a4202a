#include "value/path.h"

#include <gtest/gtest.h>

#include "value/map.h"
#include "value/places.h"

namespace sailmaker {
namespace {

const std::size_t zero = 0;
const std::size_t two = 2;

TEST(Path, PrintsAsUsersWriteIt) {
  EXPECT_EQ(to_string(Path{}), "");
  EXPECT_EQ(to_string(Path{"stages", two, "account"}), "stages[2].account");
  EXPECT_EQ(to_string(Path{zero, zero}), "[0][0]");
  EXPECT_EQ(to_string(Path{"a.b", "c d", "é", ""}), R"(["a.b"]["c d"].é[""])");
}

TEST(Path, LeadsToParts) {
  const Value root(Map{{"stages", Value(List{Value(Map{{"type", "wait"}})})}});
  EXPECT_EQ(*find(root, {"stages", zero, "type"}), Value("wait"));
  EXPECT_EQ(find(root, {}), &root);
  EXPECT_EQ(find(root, {"stages", two}), nullptr);
  EXPECT_EQ(find(root, {"stages", "type"}), nullptr);
  EXPECT_EQ(find(root, {zero}), nullptr);
  EXPECT_EQ(find(root, {"none", "below"}), nullptr);
}

// a: [10, 20]
TEST(Places, FollowPaths) {
  const Value root(Map{{"a", Value(List{10, 20})}});
  Places places;
  EXPECT_TRUE(places.empty());
  const Places::Node key = places.add({0, 1});
  const std::vector<Places::Node> items = {places.add({4, 2}), places.add({8, 2})};
  const Places::Node list = places.add({3, 8}, items);
  places.add({0, 11}, {key, list});
  EXPECT_EQ(places.find(root, {}), (Span{0, 11}));
  EXPECT_EQ(places.find(root, {"a"}), (Span{3, 8}));
  EXPECT_EQ(places.find(root, {"a"}, Places::Part::key), (Span{0, 1}));
  EXPECT_EQ(places.find(root, {"a", std::size_t{1}}), (Span{8, 2}));
  EXPECT_EQ(places.find(root, {"a", two}), (Span{3, 8})) << "the nearest part around it";
  EXPECT_EQ(places.find(root, {"b", "c"}), (Span{0, 11}));
}

}  // namespace
}  // namespace sailmaker
