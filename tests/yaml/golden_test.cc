// Each cases/*.yaml beside the .golden of what it means: surprises as a user reads them, then the value as JSON, or the
// whole error. UPDATE_GOLDEN=1 writes the .golden files instead.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "value/json.h"
#include "yaml/parser.h"

namespace sailmaker::yaml {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string outcome(const std::string& text, const std::string& name) {
  const auto document = parse(text, name);
  if (!document) return to_text(document.error());
  std::string out;
  for (const Surprise& surprise : document->surprises) {
    Error error(surprise.message, locate(text, surprise.span.offset, surprise.span.length, name));
    out += to_text(std::move(error).with_hint(surprise.hint), Severity::warning);
  }
  return out + to_json(document->root, JsonStyle::indented) + "\n";
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, Agrees) {
  const fs::path input = fs::path("cases") / (GetParam() + ".yaml");
  const fs::path golden = fs::path("cases") / (GetParam() + ".golden");
  const std::string found = outcome(read(input), input.filename().string());
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden, std::ios::binary) << found;
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << "no golden file; this is what came out:\n" << found;
  EXPECT_EQ(found, read(golden));
  EXPECT_EQ(GetParam().starts_with("error_"), found.starts_with("error:")) << "the file's name says otherwise";
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(SAILMAKER_SOURCE_DIR "/tests/yaml/cases")) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(case_names()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace sailmaker::yaml
