#include "check/document.h"

#include <gtest/gtest.h>

namespace sailmaker::check {
namespace {

std::vector<std::string> errors_of(const Documents& documents) {
  std::vector<std::string> lines;
  for (const Error& error : documents.errors) lines.push_back(to_line(error));
  return lines;
}

TEST(ReadDocuments, TellJsonFromYaml) {
  for (const char* name : {"a.json", "a.yaml", "<stdin>"}) {
    const Documents documents = read_documents("{\"a\": 1}", name);
    ASSERT_EQ(documents.read.size(), 1U) << name;
    EXPECT_TRUE(documents.read[0].is_json);
  }
  const Documents flow = read_documents("{a: 1}", "a.yaml");
  ASSERT_EQ(flow.read.size(), 1U);
  EXPECT_FALSE(flow.read[0].is_json);
  EXPECT_EQ(errors_of(read_documents("{a: 1}", "a.json")),
            std::vector<std::string>{"a.json:1:2: expected a key in double quotes"});
}

TEST(ReadDocuments, TakeAYamlStreamApart) {
  const std::string text = "# nothing yet\n---\na: 1\n---\n---\nb: |\n  ---\n  text\n--- # last\nc: [\n";
  const Documents documents = read_documents(text, "s.yaml");
  ASSERT_EQ(documents.read.size(), 2U);
  EXPECT_EQ(documents.read[1].root.find("b")->as_string(), "---\ntext\n");
  ASSERT_EQ(documents.errors.size(), 1U);
  EXPECT_GE(documents.errors[0].source->line, 10);
}

TEST(Locator, FindsPartsOfEachDocument) {
  const std::string text = "a: 1\n---\nb:\n- c: 2\r\n- d: 3\n";
  const Documents documents = read_documents(text, "s.yaml");
  ASSERT_EQ(documents.read.size(), 2U);
  Locator locator(text, "s.yaml");
  const Path path{std::string("b"), std::size_t{1}, std::string("d")};
  EXPECT_EQ(to_string(locator.locate(documents.read[1], path)), "s.yaml:5:6");
  EXPECT_EQ(to_string(locator.locate(documents.read[1], path, Places::Part::key)), "s.yaml:5:3");
  EXPECT_EQ(to_string(locator.locate(documents.read[0], {std::string("a")})), "s.yaml:1:4");
}

}  // namespace
}  // namespace sailmaker::check
