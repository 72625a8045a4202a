#include "infer/proposal.h"

#include <gtest/gtest.h>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker::infer {
namespace {

Value pipeline(const std::string& application, const std::string& stack, const std::string& stages,
               const std::string& more = {}) {
  return *parse_json(R"({"id":")" + application + stack + R"(","application":")" + application +
                         R"(","name":"deploy-)" + stack + "\"," + more + R"("stages":[)" + stages + "]}",
                     "stored");
}

std::string wait(const std::string& name, const std::string& seconds) {
  return R"({"refId":")" + name + R"(","name":")" + name + R"(","type":"wait","waitTime":)" + seconds + "}";
}

Proposal proposed(const std::vector<Value>& values) { return propose(samples_of(values, usual_stacks(), {}), Value()); }

TEST(Propose, MakesVariablesOfWhatDiffers) {
  const Proposal made =
      proposed({pipeline("api", "dev", wait("a", "1"), R"("description":"api in dev",)"),
                pipeline("api", "prod", wait("a", "2") + "," + wait("b", "5"), R"("description":"api in prod",)")});
  ASSERT_EQ(made.files.size(), 3U);
  EXPECT_EQ(made.files.at("templates/deploy.yaml.j2"),
            "{#---\n"
            "description: Inferred from 2 stored pipelines of 1 applications.\n"
            "variables:\n"
            "  wait_time:\n"
            "    type: integer\n"
            "    description: stages.a.waitTime\n"
            "  with_b:\n"
            "    type: boolean\n"
            "    description: stages.with b\n"
            "---#}\n"
            "application: \"{{ app_name }}\"\n"
            "name: \"deploy-{{ stack }}\"\n"
            "description: \"{{ app_name }} in {{ stack }}\"\n"
            "stages:\n"
            "  - refId: a\n"
            "    name: a\n"
            "    type: wait\n"
            "    waitTime: {{ wait_time | tojson }}\n"
            "{% if with_b %}\n"
            "  - refId: b\n"
            "    name: b\n"
            "    type: wait\n"
            "    waitTime: 5\n"
            "{% endif %}\n\n");
  EXPECT_EQ(made.files.at("services/main/api.yaml"),
            "stacks:\n"
            "  dev:\n"
            "    pipelines:\n"
            "      deploy:\n"
            "        vars:\n"
            "          wait_time: 1\n"
            "          with_b: false\n"
            "  prod:\n"
            "    pipelines:\n"
            "      deploy:\n"
            "        vars:\n"
            "          wait_time: 2\n"
            "          with_b: true\n");
  EXPECT_EQ(made.pipelines.size(), 2U);
  EXPECT_EQ(made.pipelines.front().key, "main/api/dev/deploy");
}

TEST(Propose, SaysAtTheHighestLayerWhatIsTheSame) {
  const Proposal made = proposed({pipeline("api", "dev", wait("a", "1")), pipeline("api", "prod", wait("a", "2")),
                                  pipeline("web", "dev", wait("a", "1")), pipeline("web", "prod", wait("a", "2"))});
  EXPECT_EQ(made.files.at("fleet.yaml"),
            "stacks:\n  dev:\n    vars:\n      wait_time: 1\n  prod:\n    vars:\n      wait_time: 2\nproducts:\n"
            "  main: {}\n");
  EXPECT_EQ(made.files.at("services/main/api.yaml"),
            "stacks:\n  dev:\n    pipelines:\n      deploy: null\n  prod:\n    pipelines:\n      deploy: null\n");
}

TEST(Propose, LeavesJinjaAlone) {
  const Proposal made = proposed({pipeline("api", "dev", wait("a", "1"), R"("x":"${#stage('a')} {{ b }} {%",)")});
  EXPECT_NE(made.files.at("templates/deploy.yaml.j2").find("{{ '{#' }}stage"), std::string::npos);
  EXPECT_NE(made.files.at("templates/deploy.yaml.j2").find("{{ '{{' }} b }} {{ '{%' }}"), std::string::npos);
}

TEST(Propose, KeepsApartWhatIsNotAlike) {
  const std::string other =
      R"({"refId":"1","name":"x","type":"bakeManifest"},{"refId":"2","name":"y","type":"deploy"})";
  const Proposal made = proposed({pipeline("api", "dev", wait("a", "1")), pipeline("web", "dev", other)});
  EXPECT_EQ(made.templates, 2U);
  EXPECT_TRUE(made.files.contains("templates/deploy-2.yaml.j2"));
}

TEST(Propose, SaysWhatItLeavesOut) {
  const Proposal made = proposed({pipeline("a/b", "dev", wait("a", "1"))});
  EXPECT_TRUE(made.pipelines.empty());
  ASSERT_EQ(made.left_out.size(), 1U);
  EXPECT_EQ(made.left_out.begin()->second, "its application cannot be the name of a service: it holds a '/'");
}

}  // namespace
}  // namespace sailmaker::infer
