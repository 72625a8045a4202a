#include "base/error.h"

#include <gtest/gtest.h>

namespace sailmaker {
namespace {

const std::string kText = "first\nversion: {{ chart_versoin }}\n";

TEST(Error, ReadsAsAUserReadsIt) {
  Error error = Error("'chart_versoin' is undefined", locate(kText, 18, 13, "deploy.yaml.j2"))
                    .with_key("azar/app/prod/deploy")
                    .with_hint("did you mean 'chart_version'?");
  error.trace.push_back({"in macro 'chart' called at", locate(kText, 0, 5, "main.j2")});
  EXPECT_EQ(to_text(error),
            "error: 'chart_versoin' is undefined\n"
            " --> deploy.yaml.j2:2:13\n"
            "  |\n"
            "2 | version: {{ chart_versoin }}\n"
            "  |             ^^^^^^^^^^^^^\n"
            "  in macro 'chart' called at main.j2:1:1\n"
            "  pipeline: azar/app/prod/deploy\n"
            "  hint: did you mean 'chart_version'?\n");
  EXPECT_EQ(to_line(error), "deploy.yaml.j2:2:13: 'chart_versoin' is undefined");
}

TEST(Error, ShowsItsCauses) {
  const Error error = Error("cannot read the fleet").with_cause(Error("a key", locate("a: 1", 0, 1, "fleet.yaml")));
  EXPECT_EQ(to_text(error),
            "error: cannot read the fleet\n"
            "caused by: a key\n"
            " --> fleet.yaml:1:1\n"
            "  |\n"
            "1 | a: 1\n"
            "  | ^\n");
  EXPECT_EQ(to_line(error), "cannot read the fleet: fleet.yaml:1:1: a key");
}

TEST(Error, KeepsTheCaretBelowItsCharacter) {
  const Error tab("x", locate("\tab", 2, 1, "f"));
  EXPECT_NE(to_text(tab).find("\n  | \t ^\n"), std::string::npos);
  const Error wide("x", locate("é한b", 5, 1, "f"));
  EXPECT_NE(to_text(wide).find("\n  |   ^\n"), std::string::npos);
}

TEST(Error, SaysWarningAndColoursOnRequest) {
  EXPECT_EQ(to_text(Error("x"), Severity::warning), "warning: x\n");
  const std::string colored = to_text(Error("x"), Severity::error, Color::yes);
  EXPECT_NE(colored.find("\x1b["), std::string::npos);
  EXPECT_EQ(to_text(Error("x")).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace sailmaker
