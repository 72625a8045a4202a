#include <gtest/gtest.h>

#include "generate/generator.h"
#include "tests/generate/fleet_folder.h"

namespace sailmaker::generate {
namespace {

constexpr std::string_view kPipeline = R"(application: "{{ app_name }}"
name: "{{ stack }}-deploy"
parameterConfig: [{name: version}]
triggers: [{type: git, enabled: true, source: github, project: a, slug: b, branch: "{{ branch }}"}]
stages:
{% for name in ["one", "two"] %}
  - refId: "{{ name }}"
    type: {{ "manualJudgment" if name == judged else "wait" }}
    name: "{{ name }}"
    waitTime: {{ seconds }}
    requisiteStageRefIds: {{ ["one"] if name == "two" else [] }}
{% endfor %}
)";

constexpr std::string_view kFleet = R"(vars: {seconds: 5, branch: develop, judged: one}
stacks: {dev: {}, prod: {protected: true}}
products: {azar: {}}
teams: {devops: {}}
guard_rails:
)";

std::string texts(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) out += finding.rule + " " + to_text(finding.error, finding.severity);
  return out;
}

// What the rails (the section's lines) say about the fleet, and then about azar/api/prod/deploy.
std::string say(std::string_view rails, const std::string& today = {}) {
  const FleetFolder folder({{"deploy.yaml.j2", std::string(kPipeline)}});
  folder.write("fleet.yaml", std::string(kFleet) + std::string(rails));
  folder.write("services/azar/api.yaml",
               "team: devops\nstacks:\n  dev: {pipelines: [deploy]}\n  prod: {pipelines: [deploy]}\n");
  fleet::Fleet fleet = folder.read();
  fleet.today = today;
  const Generator generator(fleet);
  const std::string before = texts(generator.fleet_findings());
  const Generated made = generator.generate(generator.entries().back());
  EXPECT_EQ(made.pipeline.is_null(), made.has_errors());
  return before + (before.empty() ? "" : "---\n") + texts(made.findings);
}

TEST(GuardRails, ThatHoldSayNothing) {
  EXPECT_EQ(say(R"(
  all: {require: pipeline.name == stack ~ '-deploy' and key == 'azar/api/prod/deploy' and vars.seconds == seconds}
  stage: {each: stage, where: stage.name == 'two', require: "upstream | map(attribute='name') | list == ['one']"}
  trigger: {each: trigger, types: [git], require: trigger.branch == 'develop'}
  parameter: {each: parameter, require: parameter.name == 'version'}
  elsewhere: {selector: "*/*/dev", require: stack == 'dev'}
  excepted: {require: stack == 'dev', except: {"*/*/prod": it is prod}}
)"),
            "");
}

TEST(GuardRails, HoldAgainWhereAnExceptionHasEnded) {
  const std::string rail = R"(
  excepted: {require: stack == 'dev', except: {"*/*/prod": {reason: not yet, until: 2026-11-27}}}
)";
  EXPECT_EQ(say(rail, "2026-11-27"), "");
  const std::string after = say(rail, "2026-11-28");
  EXPECT_NE(after.find("warning: guard rail 'excepted': the exception '*/*/prod' ended on 2026-11-27"),
            std::string::npos)
      << after;
  EXPECT_NE(after.find("error: the guard rail 'excepted' does not hold"), std::string::npos) << after;
}

TEST(GuardRails, AreBrokenAtTheFieldThatTheyRead) {
  EXPECT_EQ(say(R"(
  short-waits:
    each: stage
    types: [wait]
    require: stage.waitTime < 5 * (stack == 'dev')
    message: "{{ stage.name }} waits {{ stage.waitTime }} seconds"
)"),
            R"(guard-rail/short-waits error: two waits 5 seconds
  --> templates/deploy.yaml.j2:10:18
   |
10 |     waitTime: {{ seconds }}
   |                  ^^^^^^^
  rendered as azar/api/prod/deploy.yaml:16:15
  guard rail 'short-waits' at fleet.yaml:7:3
  pipeline: azar/api/prod/deploy
  hint: here stage.waitTime is 5, stack is 'prod'
)");
}

TEST(GuardRails, WithoutAMessageSayWhatTheyRequire) {
  EXPECT_EQ(
      say(R"x(
  judged: {each: stage, types: [wait], require: "'wait' in upstream | map(attribute='type')", severity: warning}
)x"),
      R"(guard-rail/judged warning: the guard rail 'judged' does not hold: 'wait' in upstream | map(attribute='type')
 --> templates/deploy.yaml.j2:7:5
  |
7 |   - refId: "{{ name }}"
  |     ^^^^^^^^
  rendered as azar/api/prod/deploy.yaml:13:5
  guard rail 'judged' at fleet.yaml:7:3
  pipeline: azar/api/prod/deploy
)");
}

TEST(GuardRails, ThatCannotBeAskedAreErrors) {
  EXPECT_EQ(say(R"(
  broken: {each: stage, where: stage.acount == 'x', require: stack, severity: warning}
)"),
            R"(guard-rail/broken error: guard rail 'broken' cannot be checked: 'dict object' has no attribute 'acount'
 --> fleet.yaml:7:32
  |
7 |   broken: {each: stage, where: stage.acount == 'x', require: stack, severity: warning}
  |                                ^^^^^^^^^^^^^^^^
  it looked at templates/deploy.yaml.j2:7:5
  rendered as azar/api/prod/deploy.yaml:7:5
  pipeline: azar/api/prod/deploy
)");
}

TEST(GuardRails, AreWrongAtTheirPlaceInFleetYaml) {
  EXPECT_EQ(say(R"(
  folded:
    each: stage
    require: >-
      stage.name is
      strng
  quoted: {require: 'stack = ''prod''' }
  names: {each: stage, require: stge.name, message: "{{ prodct }}"}
  scope: {require: stage.name}
  selects-none: {selector: azra, require: stack, except: {azar/web: it is new}}
  types: {each: stage, types: [deployManifset], require: stage.name}
)"),
            R"(guard-rail/folded error: guard rail 'folded': No test named 'strng'
  --> fleet.yaml:11:7
   |
11 |       strng
   |       ^^^^^
  hint: did you mean 'string'?
guard-rail/quoted error: guard rail 'quoted': the expression ends before '='
  --> fleet.yaml:12:28
   |
12 |   quoted: {require: 'stack = ''prod''' }
   |                            ^
  hint: '==' compares; only 'set' assigns
guard-rail/names error: guard rail 'names': 'stge' is nothing that a guard rail knows
  --> fleet.yaml:13:33
   |
13 |   names: {each: stage, require: stge.name, message: "{{ prodct }}"}
   |                                 ^^^^
  hint: did you mean 'stage'?
guard-rail/names error: guard rail 'names': 'prodct' is nothing that a guard rail knows
  --> fleet.yaml:13:57
   |
13 |   names: {each: stage, require: stge.name, message: "{{ prodct }}"}
   |                                                         ^^^^^^
  hint: did you mean 'product'?
guard-rail/scope error: guard rail 'scope': 'stage' is nothing that a guard rail knows
  --> fleet.yaml:14:20
   |
14 |   scope: {require: stage.name}
   |                    ^^^^^
  hint: 'stage' is there with 'each: stage'
guard-rail/selects-none warning: guard rail 'selects-none': no pipeline of the fleet matches 'azra', so it guards nothing
  --> fleet.yaml:15:28
   |
15 |   selects-none: {selector: azra, require: stack, except: {azar/web: it is new}}
   |                            ^^^^
  hint: a selector is product/service/stack/template with globs
guard-rail/selects-none warning: guard rail 'selects-none': no pipeline of the fleet matches the exception 'azar/web'
  --> fleet.yaml:15:59
   |
15 |   selects-none: {selector: azra, require: stack, except: {azar/web: it is new}}
   |                                                           ^^^^^^^^
  hint: take it out if it is not needed any more
guard-rail/types warning: guard rail 'types': Spinnaker itself has no stage of type 'deployManifset'
  --> fleet.yaml:16:32
   |
16 |   types: {each: stage, types: [deployManifset], require: stage.name}
   |                                ^^^^^^^^^^^^^^
  hint: did you mean 'deployManifest'?
---
guard-rail/folded error: guard rail 'folded': No test named 'strng'
  --> fleet.yaml:11:7
   |
11 |       strng
   |       ^^^^^
  it looked at templates/deploy.yaml.j2:1:1
  rendered as azar/api/prod/deploy.yaml:1:1
  pipeline: azar/api/prod/deploy
  hint: did you mean 'string'?
guard-rail/quoted error: guard rail 'quoted': the expression ends before '='
  --> fleet.yaml:12:28
   |
12 |   quoted: {require: 'stack = ''prod''' }
   |                            ^
  it looked at templates/deploy.yaml.j2:1:1
  rendered as azar/api/prod/deploy.yaml:1:1
  pipeline: azar/api/prod/deploy
  hint: '==' compares; only 'set' assigns
guard-rail/names error: guard rail 'names': 'stge' is nothing that a guard rail knows
  --> fleet.yaml:13:33
   |
13 |   names: {each: stage, require: stge.name, message: "{{ prodct }}"}
   |                                 ^^^^
  it looked at templates/deploy.yaml.j2:1:1
  rendered as azar/api/prod/deploy.yaml:1:1
  pipeline: azar/api/prod/deploy
  hint: did you mean 'stage'?
guard-rail/names error: guard rail 'names': 'prodct' is nothing that a guard rail knows
  --> fleet.yaml:13:57
   |
13 |   names: {each: stage, require: stge.name, message: "{{ prodct }}"}
   |                                                         ^^^^^^
  it looked at templates/deploy.yaml.j2:1:1
  rendered as azar/api/prod/deploy.yaml:1:1
  pipeline: azar/api/prod/deploy
  hint: did you mean 'product'?
guard-rail/scope error: guard rail 'scope': 'stage' is nothing that a guard rail knows
  --> fleet.yaml:14:20
   |
14 |   scope: {require: stage.name}
   |                    ^^^^^
  it looked at templates/deploy.yaml.j2:1:1
  rendered as azar/api/prod/deploy.yaml:1:1
  pipeline: azar/api/prod/deploy
  hint: 'stage' is there with 'each: stage'
)");
}

}  // namespace
}  // namespace sailmaker::generate
