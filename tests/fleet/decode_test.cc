#include "fleet/decode.h"

#include <gtest/gtest.h>

#include "fleet/name.h"
#include "tests/fleet/made_fleet.h"
#include "value/json.h"

// What is wrong with files is tested with files: tests/store/cases.
namespace sailmaker::fleet {
namespace {

std::string uses(const Fleet& fleet) {
  std::string text;
  for (const Entry& entry : entries(fleet)) {
    text += to_string(entry.key) + " " + to_json(entry.use->inherited.values) + to_json(entry.use->vars.values) + "\n";
  }
  return text;
}

constexpr const char* kStacks =
    "stacks: {b: {pipelines: {deploy: {vars: {x: 1}}, test: }}, a: {pipelines: [deploy]}}\n"
    "products: {p: }\n";

TEST(Decode, ServicesMapsMergeWithTheStacksPipelines) {
  MadeFleet made(kStacks);
  made.add_template("deploy", "").add_template("test", "").add_template("canary", "");
  made.add_service("p", "s", "stacks: {a: , b: {pipelines: {canary: , deploy: {vars: {y: 2}}}}}").check();
  EXPECT_EQ(made.said(), "");
  EXPECT_EQ(uses(made.fleet()),
            "p/s/b/deploy {\"x\":1}{\"y\":2}\n"
            "p/s/b/test nullnull\n"
            "p/s/b/canary nullnull\n"
            "p/s/a/deploy nullnull\n");
}

TEST(Decode, ServicesListsReplaceTheStacksPipelines) {
  MadeFleet made(kStacks);
  made.add_template("deploy", "").add_template("test", "").add_template("canary", "");
  made.add_service("p", "s", "stacks: {a: {pipelines: []}, b: {pipelines: [canary, deploy]}}").check();
  EXPECT_EQ(made.said(), "");
  EXPECT_EQ(uses(made.fleet()), "p/s/b/canary nullnull\np/s/b/deploy nullnull\n");
}

TEST(Decode, ServicesAreSortedByProductAndName) {
  MadeFleet made("{stacks: {dev: {pipelines: [deploy]}}, products: {b: , a: }}");
  made.add_template("deploy", "");
  made.add_service("b", "x", "stacks: {dev: }").add_service("a", "z", "stacks: {dev: }");
  made.add_service("a", "y", "stacks: {dev: }").check();
  EXPECT_EQ(uses(made.fleet()), "a/y/dev/deploy nullnull\na/z/dev/deploy nullnull\nb/x/dev/deploy nullnull\n");
}

TEST(Decode, OptionsOfTheFleet) {
  const MadeFleet made(
      "target: {type: directory, path: ./x}\nundefined: lenient\njinja: {trim_blocks: true, lstrip_blocks: yes}\n");
  EXPECT_EQ(made.said(), "");
  ASSERT_EQ(made.fleet().targets.size(), 1U);
  EXPECT_EQ(to_json(made.fleet().targets[0].section), R"({"type":"directory","path":"./x"})");
  EXPECT_EQ(made.fleet().undefined, UndefinedVariables::lenient);
  EXPECT_TRUE(made.fleet().trim_blocks);
  EXPECT_TRUE(made.fleet().lstrip_blocks);
}

TEST(Decode, SettingsOfPipelines) {
  MadeFleet made("{stacks: {a: {pipelines: {deploy: {overrides: {x: 1, y: 2}}}}, b: }, products: {p: }}");
  made.add_template("deploy", "").add_template("test", "");
  made.add_service("p", "s",
                   "stacks: {a: {pipelines: {deploy: {overrides: {x: 3, 'stages[a].b': null}}}},\n"
                   "         b: {pipelines: [test, deploy: {vars: {v: 1}, overrides: {z: 4}}]}}\n");
  EXPECT_EQ(made.check().said(), "");
  const auto& stacks = made.fleet().services.front().stacks;
  std::string said;
  for (const ServiceStack& stack : stacks) {
    for (const PipelineUse& use : stack.pipelines) {
      for (const Override& each : use.overrides) {
        said += use.pipeline + " " + each.path + " = " + to_json(each.value) + (each.inherited ? " inherited " : " ") +
                to_string(each.locate()) + "\n";
      }
    }
  }
  EXPECT_EQ(said,
            "deploy y = 2 inherited fleet.yaml:1:57\n"
            "deploy x = 3 services/p/s.yaml:1:50\n"
            "deploy stages[a].b = null services/p/s.yaml:1:68\n"
            "deploy z = 4 services/p/s.yaml:2:70\n");
  EXPECT_EQ(stacks[1].pipelines[1].vars.values.find("v")->as_integer(), 1);
  MadeFleet wrong("{stacks: {a: }, products: {p: }}");
  wrong.add_service("p", "s", "stacks: {a: {pipelines: [deploy: {overrides: {name: x, 'a[': 1, 1: 2}}, {a: , b: }]}}");
  for (const char* part : {"'name' cannot be overridden", "'a[' is no path: a bracket or a quote is not closed",
                           "must be text", "with settings: `- NAME: {vars: ...}`"}) {
    EXPECT_NE(wrong.said().find(part), std::string::npos) << part << '\n' << wrong.said();
  }
}

TEST(Decode, LimitsOfTemplates) {
  const MadeFleet made("jinja: {limits: {seconds: 0.5, steps: 1000}}\n");
  EXPECT_EQ(made.said(), "");
  EXPECT_EQ(made.fleet().limits.seconds, 0.5);
  EXPECT_EQ(made.fleet().limits.steps, 1000U);
  EXPECT_FALSE(made.fleet().limits.output);
  const MadeFleet wrong("jinja:\n  limits: {second: 1, steps: many, output: 0, range: -1}\n");
  const std::string must = "' must be a number above 0, at most 1000000000000, but `";
  const std::vector<std::string> parts = {"did you mean 'seconds'?", "'jinja.limits.steps" + must + "many` is text",
                                          "'jinja.limits.output" + must + "0` is an integer",
                                          "'jinja.limits.range" + must + "-1` is an integer"};
  for (const std::string& part : parts) {
    EXPECT_NE(wrong.said().find(part), std::string::npos) << part;
  }
}

TEST(Decode, ExceptionsFromRules) {
  const MadeFleet made(
      "validate:\n  allow_stage_types: [approve, \"acme*\"]\n  allow: {trigger-off: [\"*/*/dev\", azar]}\n");
  EXPECT_EQ(made.said(), "");
  const Checks& checks = made.fleet().checks;
  ASSERT_EQ(checks.stage_types.size(), 2U);
  EXPECT_TRUE(checks.stage_types[1].matches("acmeDeploy"));
  ASSERT_EQ(checks.allowed.size(), 2U);
  EXPECT_EQ(checks.allowed[0].rule, "trigger-off");
  EXPECT_EQ(checks.allowed[0].where.text(), "*/*/dev");
  EXPECT_EQ(checks.allowed[0].source.line, 3);
  EXPECT_EQ(checks.allowed[0].until, "");
}

TEST(Decode, ExceptionsThatEnd) {
  const MadeFleet made(
      "validate:\n  allow: {trigger-off: [{selector: azar, until: 2026-12-31}]}\n"
      "guard_rails: {r: {require: stack, except: {azar: {reason: new, until: 2028-02-29}}}}\n");
  EXPECT_EQ(made.said(), "");
  ASSERT_EQ(made.fleet().checks.allowed.size(), 1U);
  EXPECT_EQ(made.fleet().checks.allowed[0].until, "2026-12-31");
  ASSERT_EQ(made.fleet().guard_rails[0].exceptions.size(), 1U);
  EXPECT_EQ(made.fleet().guard_rails[0].exceptions[0].until, "2028-02-29");
  const MadeFleet wrong(
      "validate:\n  allow: {a: [{selector: azar, until: 2026-02-29}], b: [{until: 2026-12-31}], c: [7],\n"
      "          d: [{selector: azar, untill: 2026-12-31}]}\n"
      "guard_rails: {r: {require: stack, except: {azar: {until: tomorrow, reason: x}, b: {until: }}}}\n");
  for (const char* part :
       {"'until' must be a day, but is `2026-02-29`", "this exception has no 'selector'", "must be a selector, but `7`",
        "did you mean 'until'?", "but is `tomorrow`", "the exception 'b' gives no reason"}) {
    EXPECT_NE(wrong.said().find(part), std::string::npos) << part << '\n' << wrong.said();
  }
}

TEST(Decode, AnEmptyTextIsAnEmptyFleet) {
  MadeFleet made("");
  EXPECT_EQ(made.check().said(), "");
  EXPECT_EQ(made.fleet().undefined, UndefinedVariables::error);
}

TEST(Decode, TheSameServiceTwice) {
  MadeFleet made("{stacks: {dev: {pipelines: [deploy]}}, products: {a: , b: }}");
  made.add_template("deploy", "").add_service("a", "x", "stacks: {dev: }").add_service("a", "x", "stacks: {dev: }");
  made.add_service("b", "X", "stacks: {dev: }").add_service("b", "x", "stacks: {dev: }").check();
  EXPECT_EQ(
      made.said(),
      "error: service 'x' of product a stands twice\n"
      " --> services/a/x.yaml\n"
      "  hint: it is also in services/a/x.yaml\n"
      "warning: services 'x' and 'X' differ in nothing but case, which Spinnaker ignores in names of applications\n"
      " --> services/b/X.yaml\n"
      "  hint: the other one is in services/a/x.yaml\n");
}

TEST(Decode, TemplatesWithADescription) {
  MadeFleet made("");
  made.add_template("deploy",
                    "description: Deploys.\nvariables: {x: {type: integer, description: X., choices: [1, 2]}}", "text");
  const PipelineTemplate& made_template = *made.fleet().find_template("deploy");
  EXPECT_EQ(made_template.description, "Deploys.");
  EXPECT_EQ(made_template.file, "templates/deploy.yaml.j2");
  EXPECT_EQ(made_template.text, "text");
  ASSERT_EQ(made_template.variables.size(), 1U);
  EXPECT_EQ(made_template.variables[0].description, "X.");
  EXPECT_EQ(made_template.variables[0].choices.size(), 2U);
  EXPECT_FALSE(made_template.variables[0].default_value);
  EXPECT_EQ(made.fleet().find_template("other"), nullptr);
}

TEST(Names, OfParts) {
  for (const char* good : {"a", "my-service", "my_service.v2", "ünï", "10"}) EXPECT_EQ(name_problem(good), "") << good;
  const std::pair<const char*, const char*> bad[] = {
      {"", "is empty"},       {"a b", "holds a blank"}, {"a/b", "holds a '/'"},
      {"a*", "holds a '*'"},  {"a,b", "holds a ','"},   {"a\tb", "holds a control character"},
      {"{a}", "holds a '{'"},
  };
  for (const auto& [name, problem] : bad) EXPECT_EQ(name_problem(name), problem) << name;
  EXPECT_EQ(name_problem(std::string(254, 'a')), "is longer than 253 bytes");
}

TEST(Names, OfApplications) {
  EXPECT_EQ(application_name_problem("My-app2"), "");
  EXPECT_EQ(application_name_problem("my_app"), "holds a '_'");
  EXPECT_EQ(application_name_problem("2app"), "does not begin with a letter");
  EXPECT_EQ(application_name_problem("appé"), "holds letters beyond a to z");
  EXPECT_EQ(application_name_problem(std::string(64, 'a')), "has more than 63 characters");
}

TEST(Names, OfVariables) {
  for (const char* good : {"a", "_a1", "größe"}) EXPECT_TRUE(is_variable_name(good)) << good;
  for (const char* bad : {"", "1a", "a-b", "a.b", "a b"}) EXPECT_FALSE(is_variable_name(bad)) << bad;
}

TEST(Origin, WithoutPlacesIsTheFileAsAWhole) {
  const Origin origin{"form", "", Value(), {}};
  EXPECT_EQ(to_string(origin.locate({"vars", "x"})), "form");
  EXPECT_EQ(origin.written({"vars"}), "");
  EXPECT_EQ(to_string(Vars().locate({"x"})), "");
}

}  // namespace
}  // namespace sailmaker::fleet
