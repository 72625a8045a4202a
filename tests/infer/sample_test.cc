#include "infer/sample.h"

#include <gtest/gtest.h>

#include "value/json.h"

namespace sailmaker::infer {
namespace {

Value stored(const std::string& application, const std::string& name, const std::string& account) {
  return *parse_json(R"({"id":")" + name + R"(","application":")" + application + R"(","name":")" + name +
                         R"(","updateTs":"1","index":3,"stages":[{"account":")" + account + R"("}]})",
                     "stored");
}

std::string told(const std::vector<Value>& values, const std::string& product = {}) {
  std::string out;
  for (const Sample& sample : samples_of(values, usual_stacks(), product)) {
    out += sample.product + "/" + sample.application + "/" + sample.stack + "/" + sample.stem + "\n";
    EXPECT_EQ(sample.pipeline.find("updateTs"), nullptr);
    EXPECT_EQ(sample.pipeline.find("index"), nullptr);
    EXPECT_EQ(sample.pipeline.find("id"), nullptr);
  }
  return out;
}

TEST(Samples, TellStackAndProductByTheirNames) {
  EXPECT_EQ(
      told({stored("api", "azar-prod-deploy", "k8s-azar-prod"), stored("api", "azar-dev-deploy", "k8s-azar-dev")}),
      "azar/api/dev/deploy\nazar/api/prod/deploy\n");
  // No account has the word, so it says what the pipeline does.
  EXPECT_EQ(told({stored("api", "Deploy api (Prod)", "k8s"), stored("api", "Deploy canary qa", "k8s")}),
            "main/api/prod/deploy\nmain/api/qa/deploy-canary\n");
  EXPECT_EQ(told({stored("api", "api", "k8s")}, "azar"), "azar/api/default/pipeline\n");
  EXPECT_EQ(told({Value(7), *parse_json(R"({"id":"x","name":"y"})", "no application")}), "");
}

TEST(Samples, FindTheirNamesInTexts) {
  const auto sample = samples_of({stored("api", "azar-prod-deploy", "k8s-azar-prod")}, {"prod"}, {}).front();
  const std::string all = {kAppMark, kStackMark, kProductMark};
  EXPECT_EQ(pattern_of(sample, "k8s-azar-prod/api", all), "k8s-\x03-\x02/\x01");
  EXPECT_EQ(pattern_of(sample, "k8s-azar-prod/api", std::string{kStackMark}), "k8s-azar-\x02/api");
  EXPECT_EQ(pattern_of(sample, "apis azars product", all), "apis azars product");
}

}  // namespace
}  // namespace sailmaker::infer
