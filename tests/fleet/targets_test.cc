#include "fleet/targets.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/fleet/made_fleet.h"
#include "value/json.h"

namespace sailmaker::fleet {
namespace {

constexpr const char* kTargets =
    "targets: {seoul: {type: directory, path: ./s}, virginia: {type: directory, path: ./v}}\n";

// "key -> target (layer)" for each pipeline of p/s; `fleet` follows the targets.
std::string targets_of(const std::string& fleet, const std::string& service) {
  MadeFleet made(kTargets + fleet);
  made.add_template("deploy", "");
  made.add_service("p", "s", service).check();
  std::string text = made.said();
  for (const Entry& entry : entries(made.fleet())) {
    const TargetOf of = target_of(made.fleet(), *entry.service, *entry.stack);
    EXPECT_EQ(of.target, entry.target);
    text += to_string(entry.key) + " -> " + (of.target == nullptr ? "nothing" : of.target->name) + " (" + of.layer +
            (of.source.file.empty() ? ")\n" : ") " + to_string(of.source) + "\n");
  }
  return text;
}

std::string fleet_yaml(const std::string& product, const std::string& stack, const std::string& more = "") {
  return "products: {p: {" + product + "}}\nstacks: {dev: {pipelines: [deploy]}, prod: {" + stack +
         "}}\nteams: {t: }\n" + more;
}

TEST(Targets, TheMoreSpecificLayerSays) {
  const std::string service = "stacks: {dev: , prod: {pipelines: [deploy]}}";
  EXPECT_EQ(targets_of(fleet_yaml("", "", "target: seoul"), service),
            "p/s/dev/deploy -> seoul (fleet) fleet.yaml:5:9\n"
            "p/s/prod/deploy -> seoul (fleet) fleet.yaml:5:9\n");
  EXPECT_EQ(targets_of(fleet_yaml("target: virginia", "", "target: seoul"), service),
            "p/s/dev/deploy -> virginia (product p) fleet.yaml:2:24\n"
            "p/s/prod/deploy -> virginia (product p) fleet.yaml:2:24\n");
  EXPECT_EQ(targets_of(fleet_yaml("target: virginia", "target: seoul"), service),
            "p/s/dev/deploy -> virginia (product p) fleet.yaml:2:24\n"
            "p/s/prod/deploy -> seoul (stack prod) fleet.yaml:3:53\n");
  EXPECT_EQ(targets_of(fleet_yaml("target: virginia", "target: seoul"), "target: virginia\n" + service),
            "p/s/dev/deploy -> virginia (service s) services/p/s.yaml:1:9\n"
            "p/s/prod/deploy -> virginia (service s) services/p/s.yaml:1:9\n");
  EXPECT_EQ(
      targets_of(fleet_yaml("", ""), "target: virginia\nstacks: {dev: {target: seoul}, prod: {pipelines: [deploy]}}"),
      "p/s/dev/deploy -> seoul (stack dev of s) services/p/s.yaml:2:24\n"
      "p/s/prod/deploy -> virginia (service s) services/p/s.yaml:1:9\n");
}

TEST(Targets, ASingleOneIsThatOfAll) {
  const std::string rest = fleet_yaml("", "");
  for (const std::string head : {"target: {type: memory}\n", "targets: {one: {type: memory}}\n"}) {
    MadeFleet made(head + rest);
    made.add_template("deploy", "").add_service("p", "s", "stacks: {dev: }").check();
    EXPECT_EQ(made.said(), "");
    ASSERT_EQ(made.fleet().targets.size(), 1U);
    EXPECT_EQ(entries(made.fleet()).at(0).target, &made.fleet().targets.front());
  }
}

TEST(Targets, TheSectionTargetIsTheOneOfTheFleetBesideOthers) {
  MadeFleet made("target: {type: memory}\ntargets: {far: {type: directory}}\n" + fleet_yaml("", "target: far"));
  made.add_template("deploy", "").add_service("p", "s", "stacks: {dev: , prod: {pipelines: [deploy]}}").check();
  EXPECT_EQ(made.said(), "");
  EXPECT_EQ(target_names(made.fleet()), "target, far");
  EXPECT_EQ(entries(made.fleet()).at(0).target->name, "target");
  EXPECT_EQ(entries(made.fleet()).at(1).target->name, "far");
  EXPECT_EQ(sailmaker::to_string(entries(made.fleet()).at(1).target->path), "targets.far");
}

TEST(Targets, AFleetWithoutOneHasNone) {
  MadeFleet made(fleet_yaml("", ""));
  made.add_template("deploy", "").add_service("p", "s", "stacks: {dev: }").check();
  EXPECT_EQ(made.said(), "");
  EXPECT_EQ(entries(made.fleet()).at(0).target, nullptr);
}

TEST(Targets, WhatSaysNothingIsAnErrorOnce) {
  MadeFleet made(kTargets + fleet_yaml("", ""));
  made.add_template("deploy", "");
  made.add_service("p", "a", "stacks:\n  dev: ").add_service("p", "b", "stacks: {dev: , prod: }").check();
  const std::string said = made.said();
  EXPECT_NE(
      said.find("error: nothing says in which target the pipelines of p/a/dev are kept\n"
                " --> services/p/a.yaml:2:3\n"
                "  |\n"
                "2 |   dev: \n"
                "  |   ^^^\n"
                "  hint: the fleet has seoul, virginia; write `target: NAME` in fleet.yaml for the product p, the "
                "stack dev or the whole fleet, or here\n"),
      std::string::npos)
      << said;
  EXPECT_EQ(said.find("p/b/dev"), std::string::npos) << said;
}

struct Wrong {
  const char* fleet;
  const char* service;
  const char* said;
};

TEST(Targets, WrongOnesAreErrorsWithTheirPlace) {
  const Wrong cases[] = {
      {"products: {p: {target: soul}}", "{}",
       "error: there is no target 'soul'\n --> fleet.yaml:2:24\n  |\n2 | products: {p: {target: soul}}\n"
       "  |                        ^^^^\n  hint: did you mean 'seoul'?\n"},
      {"products: {p: }", "target: tokyo",
       "error: there is no target 'tokyo'\n --> services/p/s.yaml:1:9\n  |\n1 | target: tokyo\n  |         ^^^^^\n"
       "  hint: declare it in fleet.yaml: targets: {tokyo: {type: ...}}; declared are seoul, virginia\n"},
      {"products: {p: }\ntarget: virgnia", "{}", "hint: did you mean 'virginia'?"},
      {"products: {p: {target: {type: s3}}}", "{}",
       "error: 'products.p.target' must be the name of a target, but it is a map\n"},
      {"products: {p: }\nteams: {t: {target: seoul}}", "{}",
       "hint: a product, a stack, a service or a service's stack names its target\n"},
      {"products: {p: }\nstacks: {dev: {pipelines: {deploy: {target: seoul}}}}", "{}",
       "hint: the pipelines of a service's stack are kept together: write it one level higher, beside 'pipelines'\n"},
  };
  for (const Wrong& each : cases) {
    MadeFleet made(kTargets + std::string(each.fleet) + "\n");
    made.add_service("p", "s", each.service);
    EXPECT_NE(made.said().find(each.said), std::string::npos) << each.fleet << "\n" << made.said();
  }
}

TEST(Targets, WrongSectionsAreErrorsWithTheirPlace) {
  const std::pair<const char*, const char*> cases[] = {
      {"targets: {a/b: {type: memory}}", "error: 'a/b' cannot be the name of a target: it holds a '/'"},
      {"targets: [seoul]", "error: 'targets' must be a map, but it is a list"},
      {"targets: {seoul: ./front50}", "error: 'targets.seoul' must be a map, but `./front50` is text"},
      {"target: {type: memory}\ntargets: {target: {type: memory}}",
       "error: the section 'target' of fleet.yaml is called so already\n --> fleet.yaml:2:11\n"},
      {"target: ./front50", "error: 'target' must be a map, but `./front50` is text"},
  };
  for (const auto& [text, said] : cases) {
    const MadeFleet made(std::string(text) + "\n");
    EXPECT_NE(made.said().find(said), std::string::npos) << text << "\n" << made.said();
  }
}

}  // namespace
}  // namespace sailmaker::fleet
