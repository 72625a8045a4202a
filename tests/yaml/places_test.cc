#include <gtest/gtest.h>

#include "value/path.h"
#include "yaml/parser.h"

namespace sailmaker::yaml {
namespace {

struct Placed {
  std::string text;
  Document document;

  std::string at(const Path& path, Places::Part part = Places::Part::value) const {
    const Span span = document.places.find(document.root, path, part);
    return text.substr(span.offset, span.length);
  }
  std::size_t offset(const Path& path) const { return document.places.find(document.root, path).offset; }
};

Placed read(std::string text) {
  Options options;
  options.record = Record::places;
  auto document = parse(text, "input.yaml", options);
  EXPECT_TRUE(document.ok()) << (document ? "" : to_text(document.error()));
  return {std::move(text), document ? std::move(*document) : Document()};
}

const std::size_t zero = 0;
const std::size_t one = 1;

TEST(Places, AreEmptyUnlessAskedFor) {
  const auto document = parse("a: 1", "input.yaml");
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document->places.empty());
}

TEST(Places, LeadToKeysAndValues) {
  const Placed placed = read("# ü\nname: 'x y'\nstages:\n  - type: wäit\n    list: [1, 22]\n");
  EXPECT_EQ(placed.at({"name"}), "'x y'");
  EXPECT_EQ(placed.at({"name"}, Places::Part::key), "name");
  EXPECT_EQ(placed.at({"stages", zero, "type"}), "wäit");
  EXPECT_EQ(placed.at({"stages", zero, "list"}), "[1, 22]");
  EXPECT_EQ(placed.at({"stages", zero, "list", one}), "22");
  EXPECT_EQ(placed.at({"stages", zero, "list"}, Places::Part::key), "list");
  EXPECT_EQ(placed.offset({}), 5U);
}

TEST(Places, FallBackToWhatIsAround) {
  const Placed placed = read("a: {b: c}\n");
  EXPECT_EQ(placed.at({"a", "nothing", "below"}), "{b: c}");
}

TEST(Places, OfAliasesAreThoseOfTheirAnchors) {
  const Placed placed = read("a: &x {b: c}\nd: *x\n");
  EXPECT_EQ(placed.offset({"d", "b"}), placed.offset({"a", "b"}));
}

TEST(Places, FollowMerges) {
  const Placed placed = read("base: &b {x: 1, y: two}\nuse:\n  z: three\n  <<: *b\n  x: own\n");
  EXPECT_EQ(placed.at({"use", "y"}), "two");
  EXPECT_EQ(placed.at({"use", "x"}), "own");
  EXPECT_EQ(placed.at({"use", "z"}), "three");
  EXPECT_EQ(placed.at({"use", "z"}, Places::Part::key), "z");
  EXPECT_EQ(placed.offset({"use", "y"}), placed.offset({"base", "y"}));
}

TEST(Places, FollowMergesOfSeveralMaps) {
  const Placed placed = read("- &a {x: first}\n- &b {x: second, y: other}\n- {<<: [*a, *b]}\n");
  const std::size_t two = 2;
  EXPECT_EQ(placed.at({two, "x"}), "first");
  EXPECT_EQ(placed.at({two, "y"}), "other");
}

TEST(Places, OfAnEmptyText) {
  const Placed placed = read("");
  EXPECT_FALSE(placed.document.places.empty());
  EXPECT_EQ(placed.offset({"a"}), 0U);
}

}  // namespace
}  // namespace sailmaker::yaml
