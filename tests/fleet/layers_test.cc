#include "fleet/layers.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/fleet/made_fleet.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::fleet {
namespace {

constexpr const char* kFleet =
    "vars: {version: '1', fleet_only: f, limits: {cpu: 1, memory: 1}}\n"
    "stacks:\n"
    "  dev: {vars: {version: '4'}}\n"
    "  prod: {vars: {limits: {cpu: 4}}, pipelines: {deploy: {vars: {version: '6'}}}}\n"
    "products: {azar: {vars: {version: '2', from_product: p}}}\n"
    "teams: {ops: {vars: {version: '3', from_team: t}}}\n";
constexpr const char* kService =
    "team: ops\n"
    "namespace: azar-api\n"
    "git_repo: git@example.com:azar/api.git\n"
    "vars: {version: '5', limits: {memory: 5}, from_product: null}\n"
    "stacks:\n"
    "  prod: {vars: {own: s}, pipelines: {deploy: {vars: {last: l}}, canary: }}\n"
    "  dev: {pipelines: [canary]}\n";

MadeFleet azar() {
  MadeFleet made(kFleet);
  made.add_template("deploy", "variables: {lowest: {default: d}, version: {type: string, default: '0'}}");
  made.add_template("canary", "").add_service("azar", "api", kService).check();
  return made;
}

std::string layered(const MadeFleet& made, std::string_view key) {
  Findings findings;
  const Entry entry = made.entry(key);
  const Value variables = Layering(made.fleet()).variables(entry, findings);
  EXPECT_EQ(to_text(findings), "");
  return to_json(variables, JsonStyle::sorted);
}

TEST(Layers, HigherOnesWin) {
  const MadeFleet made = azar();
  EXPECT_EQ(made.said(), "");
  EXPECT_EQ(
      layered(made, "azar/api/prod/deploy"),
      R"({"fleet_only":"f","from_team":"t","last":"l","limits":{"cpu":4,"memory":5},"lowest":"d","own":"s","version":"6"})");
  EXPECT_EQ(layered(made, "azar/api/prod/canary"),
            R"({"fleet_only":"f","from_team":"t","limits":{"cpu":4,"memory":5},"own":"s","version":"5"})");
  EXPECT_EQ(layered(made, "azar/api/dev/canary"),
            R"({"fleet_only":"f","from_team":"t","limits":{"cpu":1,"memory":5},"version":"5"})");
}

TEST(Layers, AreNamed) {
  const MadeFleet made = azar();
  std::string names;
  for (const Layer& layer : layers(made.fleet(), made.entry("azar/api/prod/deploy"))) names += layer.name + "\n";
  EXPECT_EQ(names,
            "template defaults\nfleet\nproduct azar\nteam ops\nstack prod\nservice api\nstack prod of api\n"
            "pipeline deploy of stack prod\npipeline deploy\n");
}

TEST(Layers, StandardNamesAreAdded) {
  const MadeFleet made = azar();
  const Entry entry = made.entry("azar/api/prod/deploy");
  Value variables = Map{{"stack", "hidden"}};
  Layering(made.fleet()).add_standard_names(entry, variables);
  EXPECT_EQ(to_json(variables),
            R"({"stack":"prod","app_name":"api","product":"azar","team":"ops","namespace":"azar-api",)"
            R"("git_repo":"git@example.com:azar/api.git",)"
            R"("service":{"name":"api","product":"azar","team":"ops","namespace":"azar-api",)"
            R"("git_repo":"git@example.com:azar/api.git","stacks":["dev","prod"],)"
            R"("vars":{"version":"5","limits":{"memory":5}}},)"
            R"("fleet":{"stacks":["dev","prod"],"products":["azar"],"teams":["ops"],)"
            R"("vars":{"version":"1","fleet_only":"f","limits":{"cpu":1,"memory":1}}}})");
  Value alone = Map{{"stack", "hidden"}};
  add_standard_names(made.fleet(), entry, alone);
  EXPECT_EQ(to_json(alone), to_json(variables));
}

TEST(Layers, NamesTheServiceDoesNotHaveAreUndefined) {
  MadeFleet made("{stacks: {dev: {pipelines: [deploy]}}, products: {azar: }}");
  made.add_template("deploy", "").add_service("azar", "api", "stacks: {dev: }");
  Value variables = Map();
  Layering(made.fleet()).add_standard_names(made.entry("azar/api/dev/deploy"), variables);
  EXPECT_EQ(variables.find("namespace"), nullptr);
  EXPECT_EQ(variables.find("git_repo"), nullptr);
  EXPECT_EQ(to_json(*variables.find("team")), "\"\"");
}

// The contract of layers.h in one line: each layer merged over what is below it.
Value folded(const Fleet& fleet, const Entry& entry) {
  Value variables = Map();
  for (const Layer& layer : layers(fleet, entry)) variables = merge(variables, layer.vars->values);
  return variables;
}

std::string random_vars(std::mt19937& random) {
  const char* values[] = {"1", "text", "[1, 2]", "{x: 1, y: {z: 2}}", "{x: null, w: 3}", "null", "{y: {z: null}}"};
  std::string text;
  for (const char* name : {"a", "b", "c"}) {
    if (random() % 2 == 0) text += (text.empty() ? "" : ", ") + std::string(name) + ": " + values[random() % 7];
  }
  return "{" + text + "}";
}

TEST(Layers, SharedBasesChangeNothing) {
  std::mt19937 random(11);
  for (int i = 0; i < 300; ++i) {
    const auto vars = [&] { return "vars: " + random_vars(random); };
    MadeFleet made("{" + vars() + ", stacks: {dev: {" + vars() + ", pipelines: {deploy: {" + vars() + "}}}, prod: {" +
                   vars() + "}}, products: {p: {" + vars() + "}, q: {" + vars() + "}}, teams: {t: {" + vars() + "}}}");
    made.add_template("deploy", "variables: {a: {default: 7}, b: {default: {x: 0}}}").add_template("other", "");
    for (const char* product : {"p", "q"}) {
      made.add_service(product, "s",
                       "{team: t, " + vars() + ", stacks: {dev: {" + vars() + ", pipelines: {deploy: {" + vars() +
                           "}, other: }}, prod: {pipelines: [deploy]}}}");
    }
    EXPECT_EQ(made.said(), "");
    const Layering layering(made.fleet());
    const auto all = entries(made.fleet());
    EXPECT_EQ(all.size(), 6U);
    for (const Entry& entry : all) {
      Findings findings;
      const Value expected = folded(made.fleet(), entry);
      EXPECT_TRUE(identical(layering.variables(entry, findings), expected)) << to_string(entry.key);
      EXPECT_TRUE(identical(variables(made.fleet(), entry, findings), expected)) << to_string(entry.key);
    }
  }
}

constexpr const char* kDeclared =
    "variables:\n"
    "  chart_version: {type: string}\n"
    "  replicas: {type: integer, default: 2}\n"
    "  share: {type: number, default: 1.5}\n"
    "  judge: {enum: [manual, kayenta], default: manual}\n"
    "  weights: {type: list, default: [1]}\n"
    "  extra: {type: map, default: null}\n";

// What is said of a pipeline whose service sets these variables.
std::string requirements(const std::string& vars) {
  MadeFleet made("{stacks: {dev: {pipelines: [deploy]}}, products: {azar: }}");
  made.add_template("deploy", kDeclared).add_service("azar", "api", "vars:\n  " + vars + "\nstacks: {dev: }\n").check();
  Findings findings;
  Layering(made.fleet()).variables(made.entry("azar/api/dev/deploy"), findings);
  return made.said() + to_text(findings);
}

TEST(Requirements, AreMet) {
  EXPECT_EQ(requirements("{chart_version: '1.10', replicas: 3, share: 2, judge: kayenta, weights: [], extra: {}}"), "");
  EXPECT_EQ(requirements("{chart_version: ''}"), "");
  EXPECT_EQ(requirements("{chart_version: '1', replicas: 99999999999999999999}"), "");
  EXPECT_EQ(requirements("{chart_version: '1', replicas: null}"), "") << "templates may ask whether it is defined";
}

TEST(Requirements, VersionThatIsANumber) {
  EXPECT_EQ(requirements("chart_version: 1.10"),
            "error: 'chart_version' must be a string, but `1.10` is a number\n"
            " --> services/azar/api.yaml:2:18\n"
            "  |\n"
            "2 |   chart_version: 1.10\n"
            "  |                  ^^^^\n"
            "  declared at templates/deploy.yaml.j2:2:3\n"
            "  pipeline: azar/api/dev/deploy\n"
            "  hint: write it in quotes: \"1.10\"\n");
}

TEST(Requirements, Missing) {
  EXPECT_EQ(requirements("other: 1"),
            "error: 'chart_version' must be set: the template declares it without a default\n"
            " --> templates/deploy.yaml.j2:2:3\n"
            "  |\n"
            "2 |   chart_version: {type: string}\n"
            "  |   ^^^^^^^^^^^^^\n"
            "  pipeline: azar/api/dev/deploy\n"
            "  hint: set it under 'vars' in fleet.yaml (for all, for product azar, for stack dev) or in "
            "services/azar/api.yaml, or give it a default in the template\n");
}

TEST(Requirements, Misspelt) {
  EXPECT_EQ(requirements("chart_versoin: '1'"),
            "warning: no template uses a variable called 'chart_versoin'\n"
            " --> services/azar/api.yaml:2:3\n"
            "  |\n"
            "2 |   chart_versoin: '1'\n"
            "  |   ^^^^^^^^^^^^^\n"
            "  hint: did you mean 'chart_version'?\n"
            "error: 'chart_version' must be set: the template declares it without a default\n"
            " --> templates/deploy.yaml.j2:2:3\n"
            "  |\n"
            "2 |   chart_version: {type: string}\n"
            "  |   ^^^^^^^^^^^^^\n"
            "  pipeline: azar/api/dev/deploy\n"
            "  hint: 'chart_versoin' is set at services/azar/api.yaml:2:3; did you mean 'chart_version'?\n");
}

TEST(Requirements, TakenAwayByNull) {
  EXPECT_EQ(requirements("chart_version: null"),
            "error: 'chart_version' must be set, but null takes it away here\n"
            " --> services/azar/api.yaml:2:18\n"
            "  |\n"
            "2 |   chart_version: null\n"
            "  |                  ^^^^\n"
            "  declared without a default at templates/deploy.yaml.j2:2:3\n"
            "  pipeline: azar/api/dev/deploy\n");
}

TEST(Requirements, SayWhatIsWrongWithAValue) {
  const std::pair<const char*, const char*> cases[] = {
      {"replicas: '3'", "'replicas' must be an integer, but `'3'` is text"},
      {"replicas: 2.5", "'replicas' must be an integer, but `2.5` is a number"},
      {"replicas: true", "'replicas' must be an integer, but `true` is a boolean"},
      {"share: high", "'share' must be a number, but `high` is text"},
      {"weights: 5", "'weights' must be a list, but `5` is an integer"},
      {"weights: {a: 1}", "'weights' must be a list, but it is a map"},
      {"extra: [1]", "'extra' must be a map, but it is a list"},
      {"judge: kayneta", "'judge' must be one of \"manual\", \"kayenta\", but is \"kayneta\""},
      {"judge: 1", "'judge' must be one of \"manual\", \"kayenta\", but is 1"},
  };
  for (const auto& [vars, message] : cases) {
    MadeFleet made("{stacks: {dev: {pipelines: [deploy]}}, products: {azar: }}");
    made.add_template("deploy", kDeclared);
    made.add_service("azar", "api", "vars:\n  {chart_version: '1', " + std::string(vars) + "}\nstacks: {dev: }");
    Findings findings;
    variables(made.fleet(), made.entry("azar/api/dev/deploy"), findings);
    ASSERT_EQ(findings.size(), 1U) << vars;
    EXPECT_EQ(findings[0].error.message, message);
    EXPECT_EQ(findings[0].error.source->line, 2) << vars;
  }
}

}  // namespace
}  // namespace sailmaker::fleet
