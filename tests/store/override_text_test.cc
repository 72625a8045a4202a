#include "store/override_text.h"

#include <gtest/gtest.h>

namespace sailmaker::store {
namespace {

const fleet::Key kKey{"azar", "api", "prod", "deploy"};

std::string with(std::string_view text) {
  const auto edited = with_override(text, "a.yaml", kKey, "limitConcurrent", Value(false));
  return edited ? *edited : edited.error().message;
}

TEST(OverrideText, InEveryFormThatAFileMayHave) {
  const std::pair<const char*, const char*> cases[] = {
      {"stacks:\n  prod:\n",
       "stacks:\n  prod:\n    pipelines:\n      deploy:\n        overrides:\n"
       "          limitConcurrent: false\n"},
      {"stacks:\n  prod:\n    pipelines:\n      check:\n      deploy:  # it\n        vars: {a: 1}\n",
       "stacks:\n  prod:\n    pipelines:\n      check:\n      deploy:  # it\n        vars: {a: 1}\n"
       "        overrides:\n          limitConcurrent: false\n"},
      {"stacks: {prod: {pipelines: [check, deploy]}}\n",
       "stacks: {prod: {pipelines: [check, {deploy: {overrides: {limitConcurrent: false}}}]}}\n"},
      {"stacks:\n  prod:\n    pipelines:\n      - check\n      - deploy  # it\n",
       "stacks:\n  prod:\n    pipelines:\n      - check\n      - deploy:\n          overrides:\n"
       "            limitConcurrent: false  # it\n"},
      {"stacks:\n  prod:\n    pipelines:\n      - deploy:\n          overrides:\n            a: 1\n",
       "stacks:\n  prod:\n    pipelines:\n      - deploy:\n          overrides:\n            a: 1\n"
       "            limitConcurrent: false\n"},
      {"stacks: {prod: {pipelines: {deploy: {overrides: {limitConcurrent: 1}}}}}\n",
       "stacks: {prod: {pipelines: {deploy: {overrides: {limitConcurrent: false}}}}}\n"},
      {"x: &a {vars: {b: 1}}\nstacks: {prod: {pipelines: {deploy: *a}}}\n",
       "a.yaml is written in a way that cannot be changed without changing what else it says"},
  };
  for (const auto& [before, after] : cases) EXPECT_EQ(with(before), after);
}

TEST(OverrideText, IsTakenOutAgain) {
  const auto without = [](std::string_view text) {
    return without_override(text, "a.yaml", kKey, "limitConcurrent").value();
  };
  const std::string two =
      "stacks:\n  prod:\n    pipelines:\n      deploy:\n        vars: {a: 1}\n        overrides:\n"
      "          limitConcurrent: 1\n          b: 2\n";
  EXPECT_EQ(without(two),
            "stacks:\n  prod:\n    pipelines:\n      deploy:\n        vars: {a: 1}\n        overrides:\n"
            "          b: 2\n");
  EXPECT_EQ(without("stacks: {prod: {pipelines: {deploy: {vars: {a: 1}, overrides: {limitConcurrent: 1}}}}}\n"),
            "stacks: {prod: {pipelines: {deploy: {vars: {a: 1}}}}}\n");
  EXPECT_EQ(without("stacks: {prod: {pipelines: [deploy]}}\n"), "stacks: {prod: {pipelines: [deploy]}}\n");
}

}  // namespace
}  // namespace sailmaker::store
