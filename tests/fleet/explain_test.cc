#include <gtest/gtest.h>

#include "fleet/layers.h"
#include "tests/fleet/made_fleet.h"
#include "value/json.h"

namespace sailmaker::fleet {
namespace {

std::string explained(const MadeFleet& made, std::string_view key) {
  std::string text;
  for (const Explanation& each : explain(made.fleet(), made.entry(key))) {
    text += each.variable + (each.removed ? " removed" : " = " + to_json(each.value)) + " (" + each.layer + ", " +
            to_string(each.source) + ")\n";
    for (const auto& hidden : each.hidden) {
      text += "    hides " + to_json(hidden.value) + " (" + hidden.layer + ", " + to_string(hidden.source) + ")\n";
    }
  }
  return text;
}

TEST(Explain, SaysWhoSetWhatAndWhatThatHid) {
  MadeFleet made(
      "vars:\n"
      "  chart_version: '1.0'\n"
      "  gone: 1\n"
      "stacks:\n"
      "  prod:\n"
      "    vars: {branch: master}\n"
      "    pipelines: {deploy: {vars: {from_stack: 1}}}\n"
      "products: {azar: }\n");
  made.add_template("deploy", "variables:\n  branch: {type: string, default: develop}\n  nothing: {default: null}\n");
  made.add_service("azar", "api",
                   "vars: {chart_version: '2.0', gone: null}\n"
                   "stacks:\n"
                   "  prod: {vars: {chart_version: '3.0'}, pipelines: {deploy: {vars: {own: 1}}}}\n");
  EXPECT_EQ(explained(made, "azar/api/prod/deploy"),
            "branch = \"master\" (stack prod, fleet.yaml:6:20)\n"
            "    hides \"develop\" (template defaults, templates/deploy.yaml.j2:2:35)\n"
            "chart_version = \"3.0\" (stack prod of api, services/azar/api.yaml:3:32)\n"
            "    hides \"2.0\" (service api, services/azar/api.yaml:1:23)\n"
            "    hides \"1.0\" (fleet, fleet.yaml:2:18)\n"
            "from_stack = 1 (pipeline deploy of stack prod, fleet.yaml:7:45)\n"
            "gone removed (service api, services/azar/api.yaml:1:36)\n"
            "    hides 1 (fleet, fleet.yaml:3:9)\n"
            "nothing = null (template defaults, templates/deploy.yaml.j2:3:22)\n"
            "own = 1 (pipeline deploy, services/azar/api.yaml:3:73)\n");
}

TEST(Explain, GoesIntoMapsToWhichSeveralLayersContribute) {
  MadeFleet made(
      "vars: {limits: {cpu: 1, memory: 2}, alone: {x: 1}, was: 5, odd: {1: a}}\n"
      "stacks: {dev: {vars: {limits: {cpu: 3, deep: {z: 1}}, was: {p: 1}}, pipelines: [deploy]}}\n"
      "products: {azar: }\n");
  made.add_template("deploy", "variables: {alone: {default: {}}}");
  made.add_service("azar", "api",
                   "vars: {limits: {memory: null, deep: {y: 2}}, was: {q: 2}, odd: {1: b, 2: c}}\nstacks: {dev: }\n");
  EXPECT_EQ(explained(made, "azar/api/dev/deploy"),
            "alone = {\"x\":1} (fleet, fleet.yaml:1:44)\n"
            "    hides {} (template defaults, templates/deploy.yaml.j2:1:30)\n"
            "limits.cpu = 3 (stack dev, fleet.yaml:2:37)\n"
            "    hides 1 (fleet, fleet.yaml:1:22)\n"
            "limits.deep.y = 2 (service api, services/azar/api.yaml:1:41)\n"
            "limits.deep.z = 1 (stack dev, fleet.yaml:2:50)\n"
            "limits.memory removed (service api, services/azar/api.yaml:1:25)\n"
            "    hides 2 (fleet, fleet.yaml:1:33)\n"
            "odd.1 = \"b\" (service api, services/azar/api.yaml:1:64)\n"
            "    hides \"a\" (fleet, fleet.yaml:1:65)\n"
            "odd.2 = \"c\" (service api, services/azar/api.yaml:1:64)\n"
            "was.p = 1 (stack dev, fleet.yaml:2:64)\n"
            "    hides 5 (fleet, fleet.yaml:1:57)\n"
            "was.q = 2 (service api, services/azar/api.yaml:1:55)\n");
}

TEST(Explain, EmptyMapsCountOnlyWhereNothingElseDoes) {
  MadeFleet made("{vars: {a: {}}, stacks: {dev: {vars: {a: {}}, pipelines: [deploy]}}, products: {azar: }}");
  made.add_template("deploy", "").add_service("azar", "api", "stacks: {dev: }");
  EXPECT_EQ(explained(made, "azar/api/dev/deploy"),
            "a = {} (stack dev, fleet.yaml:1:42)\n"
            "    hides {} (fleet, fleet.yaml:1:12)\n");
}

}  // namespace
}  // namespace sailmaker::fleet
