#include "value/json_places.h"

#include <gtest/gtest.h>

#include <random>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker {
namespace {

constexpr std::string_view kText = R"({
  "name": "a",
  "stages": [
    {"refId": "1", "note": "brace } and \" quote"},
    { "refId" : 2 }
  ],
  "n\u0061me2": null, "empty": {}, "none": []
})";

// The text that stands at the place of a path.
std::string at(std::string_view text, const Path& path, Places::Part part = Places::Part::value) {
  const auto root = parse_json(text, "test");
  if (!root) return root.error().message;
  const Span span = json_places(text).find(*root, path, part);
  return std::string(text.substr(span.offset, span.length));
}

Path stage(std::size_t i, std::string field) { return {std::string("stages"), i, std::move(field)}; }

TEST(JsonPlaces, FindValuesAndKeys) {
  EXPECT_EQ(at(kText, {std::string("name")}), "\"a\"");
  EXPECT_EQ(at(kText, {std::string("name")}, Places::Part::key), "\"name\"");
  EXPECT_EQ(at(kText, stage(0, "note")), R"("brace } and \" quote")");
  EXPECT_EQ(at(kText, stage(1, "refId")), "2");
  EXPECT_EQ(at(kText, {std::string("stages"), std::size_t{1}}), "{ \"refId\" : 2 }");
  EXPECT_EQ(at(kText, {std::string("name2")}), "null");
  EXPECT_EQ(at(kText, {std::string("empty")}), "{}");
  EXPECT_EQ(at(kText, {std::string("none")}), "[]");
  EXPECT_EQ(at(kText, {}), kText);
}

TEST(JsonPlaces, GiveThePartAroundWhatIsMissing) {
  EXPECT_EQ(at(kText, stage(1, "type")), "{ \"refId\" : 2 }");
  EXPECT_EQ(at(kText, {std::string("stages"), std::size_t{7}}).substr(0, 1), "[");
}

TEST(JsonPlaces, OfEqualKeysTheLastCounts) {
  constexpr std::string_view text = R"({"a": {"b": 1}, "c": 3, "\u0061": {"b": 2, "d": [4]}})";
  EXPECT_EQ(at(text, {std::string("a"), std::string("b")}), "2");
  EXPECT_EQ(at(text, {std::string("a"), std::string("d"), std::size_t{0}}), "4");
  EXPECT_EQ(at(text, {std::string("c")}), "3");
}

// A value of any shape; its text parts are numbers of their own, so that each is found once only.
Value made(std::mt19937& random, int depth, int& number) {
  const auto kind = random() % (depth > 4 ? 1U : 3U);
  if (kind == 0) return Value("t" + std::to_string(++number));
  List list;
  Map map;
  for (unsigned i = 0, size = random() % 4U; i < size; ++i) {
    if (kind == 1) list.push_back(made(random, depth + 1, number));
    if (kind == 2) map.set("k" + std::to_string(++number), made(random, depth + 1, number));
  }
  return kind == 1 ? Value(std::move(list)) : Value(std::move(map));
}

void expect_all_found(const Value& root, const Value& part, std::string_view text, const Places& places, Path& path) {
  const Span span = places.find(root, path);
  const auto again = parse_json(text.substr(span.offset, span.length), "part");
  ASSERT_TRUE(again && identical(*again, part)) << to_string(path);
  for (std::size_t i = 0; part.is_list() && i < part.as_list().size(); ++i) {
    path.emplace_back(i);
    expect_all_found(root, part.as_list()[i], text, places, path);
    path.pop_back();
  }
  if (!part.is_map()) return;
  for (const Map::Entry& entry : part.as_map()) {
    path.emplace_back(std::string(entry.key.as_string()));
    expect_all_found(root, entry.value, text, places, path);
    path.pop_back();
  }
}

TEST(JsonPlaces, OfEveryPartLeadToTextThatReadsAsIt) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    int number = 0;
    const Value root = made(random, 0, number);
    for (const JsonStyle style : {JsonStyle::compact, JsonStyle::indented}) {
      const std::string text = to_json(root, style);
      Path path;
      expect_all_found(root, root, text, json_places(text), path);
    }
  }
}

}  // namespace
}  // namespace sailmaker
