// Each cases/*.txt is a context as JSON, "---", and a template; further templates follow after lines "--- name". Its
// .golden beside it holds the output, or the whole error text. UPDATE_GOLDEN=1 writes the goldens anew.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/error.h"
#include "jinja/environment.h"
#include "jinja/source_map.h"
#include "value/json.h"

namespace sailmaker::jinja {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string context = "{}";
  std::string main;
  std::map<std::string, std::string> others;
};

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Case parse_case(const std::string& text) {
  Case made;
  std::string* to = &made.context;
  made.context.clear();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line == "---") {
      to = &made.main;
    } else if (line.rfind("--- ", 0) == 0) {
      to = &made.others[line.substr(4)];
    } else {
      *to += line + "\n";
    }
  }
  return made;
}

// "options": an object in the context named "OPTIONS" sets them; it stays out of the templates' sight.
Options options_of(const Value& context) {
  Options options;
  const Value* given = context.find("OPTIONS");
  if (given == nullptr) return options;
  const auto flag = [&](const char* name, bool& to) {
    if (const Value* value = given->find(name)) to = value->as_boolean();
  };
  flag("trim_blocks", options.trim_blocks);
  flag("lstrip_blocks", options.lstrip_blocks);
  flag("autoescape", options.autoescape);
  flag("do", options.extension_do);
  flag("explain", options.explain_errors);
  flag("loopcontrols", options.extension_loopcontrols);
  if (given->find("strict") != nullptr) options.undefined = UndefinedKind::strict;
  return options;
}

std::string answer(const Result<std::string>& output) { return output ? *output : to_text(output.error()); }

class Golden : public testing::TestWithParam<fs::path> {};

TEST_P(Golden, RendersAsRecorded) {
  const Case given = parse_case(read(GetParam()));
  auto context = parse_json(given.context, "context");
  ASSERT_TRUE(context) << to_text(context.error());
  const auto load = [&](const std::string& name) -> std::optional<std::string> {
    const auto place = given.others.find(name);
    return place == given.others.end() ? std::nullopt : std::optional(place->second);
  };
  const Environment environment(options_of(*context), load);
  std::string got;
  auto compiled = environment.compile(given.main, "main");
  if (!compiled) {
    got = to_text(compiled.error());
  } else {
    for (const Finding& finding : (*compiled)->warnings()) got += to_text(finding.error, Severity::warning);
    const auto plain = (*compiled)->render(*context);
    got += answer(plain);
    SourceMap map;
    EXPECT_EQ(answer((*compiled)->render(*context, &map)), answer(plain)) << "the source map changed the output";
  }
  fs::path golden = GetParam();
  golden.replace_extension(".golden");
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden, std::ios::binary) << got;
    return;
  }
  EXPECT_EQ(got, read(golden));
}

std::vector<fs::path> all_cases() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(fs::path(SAILMAKER_SOURCE_DIR) / "tests/jinja/cases")) {
    if (entry.path().extension() == ".txt") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(all_cases()),
                         [](const auto& parameter) { return parameter.param.stem().string(); });

}  // namespace
}  // namespace sailmaker::jinja
