#include "pipeline/put_part.h"

#include <gtest/gtest.h>

#include "pipeline/item_name.h"
#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

constexpr const char* kPipeline =
    R"({"name":"n","stages":[{"refId":"2","name":"Build Image"},{"refId":"1","x":{"a.b":1}},{"refId":"c","name":"twin"},{"refId":"d","name":"twin"}],"tags":["a","b"]})";

// The pipeline after the change, or the error.
std::string after(const std::string& path, std::string_view value) {
  Value pipeline = *parse_json(kPipeline, "pipeline");
  const auto put = put_part(pipeline, path, *parse_json(value, "value"));
  if (put) return to_json(pipeline);
  EXPECT_EQ(to_json(pipeline), kPipeline) << path;
  return put.error().message + (put.error().hint.empty() ? "" : "; " + put.error().hint);
}

std::string replaced(std::string_view part, std::string_view by) {
  std::string text = kPipeline;
  return text.replace(text.find(part), part.size(), by);
}

TEST(PutPart, ChangesAddsAndTakesOut) {
  EXPECT_EQ(after("name", "\"m\""), replaced("\"name\":\"n\"", "\"name\":\"m\""));
  EXPECT_EQ(after("stages[1].x[\"a.b\"]", "2"), replaced("\"a.b\":1", "\"a.b\":2"));
  EXPECT_EQ(after("stages[1].x", "null"), replaced(",\"x\":{\"a.b\":1}", ""));
  EXPECT_EQ(after("stages.Build Image.y", "[]"), replaced("Image\"", "Image\",\"y\":[]"));
  EXPECT_EQ(after("stages[e]", R"({"refId":"e"})"), replaced("}],\"tags\"", "},{\"refId\":\"e\"}],\"tags\""));
  EXPECT_EQ(after("stages[c]", "null"), replaced("{\"refId\":\"c\",\"name\":\"twin\"},", ""));
  EXPECT_EQ(after("stages[0]", R"("a")"), replaced("{\"refId\":\"2\",\"name\":\"Build Image\"}", "\"a\""));
  EXPECT_EQ(after("tags[2]", R"("c")"), replaced("\"b\"]", "\"b\",\"c\"]"));
  EXPECT_EQ(after("nothing", "null"), kPipeline);
  EXPECT_EQ(after("stages[9]", "null"), kPipeline);
}

TEST(PutPart, SaysWhatIsMissing) {
  EXPECT_EQ(after("stages[bulid].x", "1"), "'stages' has no 'bulid'");
  EXPECT_EQ(after("nmae.x", "1"), "the pipeline has no 'nmae'; did you mean 'name'?");
  EXPECT_EQ(after("name.x", "1"), "'name' is text and has no parts");
  EXPECT_EQ(after("stages[e]", R"({"refId":"f"})"), "'stages' has no 'e'");
  EXPECT_EQ(after("stages[twin].x", "1"),
            "'stages': several items are called 'twin'; give them names of their own in the template, or override the "
            "list as a whole");
  for (const char* path : {"", ".a", "a..b", "a[b", "a['b]", "a[]", "a['b'c]"}) {
    EXPECT_NE(after(path, "1").find("is no path: "), std::string::npos) << path;
  }
}

TEST(PutPart, SaysWhereItWas) {
  Value pipeline = *parse_json(kPipeline, "pipeline");
  const auto changed = put_part(pipeline, "stages[1].x", Value(7));
  EXPECT_EQ(to_string(changed->path), "stages[1].x");
  EXPECT_EQ(to_json(*changed->before), "{\"a.b\":1}");
  EXPECT_FALSE(changed->removed_item);
  const auto removed = put_part(pipeline, "stages[2]", Value());
  EXPECT_EQ(to_string(removed->path), "stages[0]");
  EXPECT_TRUE(removed->removed_item);
  EXPECT_FALSE(put_part(pipeline, "new", Value(7))->before);
}

TEST(NamedPath, GoesThereAndBack) {
  const Value pipeline = *parse_json(
      R"({"a b":{"c.d":1},"stages":[{"refId":"x]y"},{"refId":"1"},{"refId":"t","n":[1]},{"refId":"t"}]})", "pipeline");
  const std::pair<Path, const char*> cases[] = {
      {{"a b", "c.d"}, "[a b][c.d]"},
      {{"stages", std::size_t{0}}, "stages[\"x]y\"]"},
      {{"stages", std::size_t{1}, "refId"}, "stages[1].refId"},
      {{"stages", std::size_t{2}, "n", std::size_t{0}}, "stages[2].n[0]"},
  };
  for (const auto& [path, text] : cases) {
    EXPECT_EQ(named_path(pipeline, path), text);
    EXPECT_EQ(find_named(pipeline, text), path) << text;
  }
  EXPECT_FALSE(find_named(pipeline, "stages[t]"));
  EXPECT_FALSE(find_named(pipeline, "stages[t].x"));
  EXPECT_FALSE(find_named(pipeline, "a b.x"));
}

}  // namespace
}  // namespace sailmaker::pipeline
