#include "generate/case_run.h"

#include <gtest/gtest.h>

#include "generate/part_path.h"
#include "store/test_files.h"
#include "tests/generate/fleet_folder.h"
#include "value/json.h"

namespace sailmaker::generate {
namespace {

constexpr std::string_view kPipeline = R"(application: "{{ app_name }}"
name: "{{ stack }}-deploy"
stages:
{% for name in names %}
  - {refId: "{{ name }}", type: wait, name: "{{ name }}", waitTime: {{ seconds }}, requisiteStageRefIds: []}
{% endfor %}
)";

constexpr std::string_view kGolden = R"(id: 71068d4d-097a-5e4d-b2fc-a47f89de9617
application: web
name: dev-deploy
stages:
  - {refId: a, type: wait, name: a, waitTime: 5, requisiteStageRefIds: []}
)";

// What `sailmaker test` would find out about the tests in one file: findings of the file, then each test's name and
// why it fails.
std::string run(std::string_view tests) {
  const FleetFolder folder({{"deploy.yaml.j2", std::string(kPipeline)}});
  folder.write("fleet.yaml", "vars: {seconds: 5, names: [a, b]}\nstacks: {dev: {}}\nproducts: {azar: {}}\n");
  folder.write("services/azar/api.yaml", "stacks:\n  dev: {pipelines: {deploy: {vars: {seconds: 7}}}}\n");
  folder.write("templates/tests/deploy.yaml", tests);
  folder.write("templates/tests/golden/broken.yaml", "a: [");
  folder.write("templates/tests/golden/web.yaml", kGolden);
  const fleet::Fleet fleet = folder.read();
  const store::LoadedTests loaded = store::read_tests(folder.path(), fleet);
  std::string out;
  for (const Finding& finding : loaded.findings) out += to_text(finding.error, finding.severity);
  for (const fleet::TemplateCase& test : loaded.cases) {
    const auto read = [&](const std::string& name) { return store::read_golden(folder.path(), name); };
    const CaseOutcome outcome = run_case(fleet, test, read);
    out += test.name + (outcome.passed() ? ": passed\n" : ": failed\n");
    for (const Finding& finding : outcome.findings) out += to_text(finding.error, finding.severity);
    out += outcome.difference;
  }
  return out;
}

TEST(TemplateTests, PassWhereThePipelineIsAsExpected) {
  EXPECT_EQ(run(R"(
of the fleet:
  key: azar/api/dev/deploy
  expect: {paths: {"stages[a].waitTime": 7, "stages[*].refId": [a, b], "triggers": null}}
with variables on top:
  key: azar/api/dev/deploy
  vars: {seconds: 9, names: [c]}
  expect: {paths: {"stages[0]": {refId: c, type: wait, name: c, waitTime: 9, requisiteStageRefIds: []}}}
made up:
  key: azar/web/dev/deploy
  vars: {names: [a]}
  expect: {golden: web.yaml, paths: {application: web}}
error:
  key: azar/web/dev/deploy
  vars: {names: null}
  expect: {error: "'names' is undefined"}
)"),
            "of the fleet: passed\nwith variables on top: passed\nmade up: passed\nerror: passed\n");
}

TEST(TemplateTests, SayWhatIsOtherwise) {
  EXPECT_EQ(run(R"(
values:
  key: azar/api/dev/deploy
  expect: {paths: {"stages[a].waitTime": 8, "stages[c]": {}, name: null, "a[": 1}}
no error:
  key: azar/api/dev/deploy
  expect: {error: boom}
an error:
  key: azar/api/dev/deploy
  vars: {names: null}
  expect: {paths: {name: x}}
golden:
  key: azar/web/dev/deploy
  vars: {names: [a], seconds: 6}
  expect: {golden: web.yaml}
no golden:
  key: azar/web/dev/deploy
  expect: {golden: none.yaml}
)"),
            R"(values: failed
error: stages[a].waitTime should be 8, but is 7
 --> templates/tests/deploy.yaml:4:20
  |
4 |   expect: {paths: {"stages[a].waitTime": 8, "stages[c]": {}, name: null, "a[": 1}}
  |                    ^^^^^^^^^^^^^^^^^^^^
  pipeline: azar/api/dev/deploy
error: stages[c] should be {}, but is missing
 --> templates/tests/deploy.yaml:4:45
  |
4 |   expect: {paths: {"stages[a].waitTime": 8, "stages[c]": {}, name: null, "a[": 1}}
  |                                             ^^^^^^^^^^^
  pipeline: azar/api/dev/deploy
error: name should not be there, but is "dev-deploy"
 --> templates/tests/deploy.yaml:4:62
  |
4 |   expect: {paths: {"stages[a].waitTime": 8, "stages[c]": {}, name: null, "a[": 1}}
  |                                                              ^^^^
  pipeline: azar/api/dev/deploy
error: 'a[' is no path: a '[' is not closed
 --> templates/tests/deploy.yaml:4:74
  |
4 |   expect: {paths: {"stages[a].waitTime": 8, "stages[c]": {}, name: null, "a[": 1}}
  |                                                                          ^^^^
  pipeline: azar/api/dev/deploy
  hint: such as stages[0].type
no error: failed
error: no error says 'boom'
 --> templates/tests/deploy.yaml:5:1
  |
5 | no error:
  | ^^^^^^^^
  pipeline: azar/api/dev/deploy
  hint: the pipeline has no error
an error: failed
error: the pipeline has errors
 --> templates/tests/deploy.yaml:8:1
  |
8 | an error:
  | ^^^^^^^^
  pipeline: azar/api/dev/deploy
  hint: write expect: {error: ...} if it should
error: 'names' is undefined
 --> templates/deploy.yaml.j2:4:16
  |
4 | {% for name in names %}
  |                ^^^^^
  pipeline: azar/api/dev/deploy
  hint: did you mean 'name'?
golden: failed
error: the pipeline is not what templates/tests/golden/web.yaml holds
  --> templates/tests/deploy.yaml:12:1
   |
12 | golden:
   | ^^^^^^
  pipeline: azar/web/dev/deploy
  hint: `sailmaker test --update` takes the new one, if it is right
  stages:
    a:
~     waitTime: 5 -> 6
      # 4 unchanged
  # 3 unchanged
no golden: failed
error: there is no templates/tests/golden/none.yaml
  --> templates/tests/deploy.yaml:16:1
   |
16 | no golden:
   | ^^^^^^^^^
  pipeline: azar/web/dev/deploy
  hint: `sailmaker test --update` writes it
)");
}

TEST(TemplateTests, AreWrongAtTheirPlace) {
  EXPECT_EQ(run(R"(
a: {key: azar/api/dev, expect: {golden: a}}
b: {key: azra/api/dev/deploy, expect: {golden: a}}
c: {key: azar/api/dve/deploy, expect: {golden: a}}
d: {key: azar/api/dev/deplyo, expect: {golden: a}}
e: {expect: {golden: a}}
f: {key: azar/api/dev/deploy}
g: {key: azar/api/dev/deploy, expect: {golden: a, error: b}, var: {}}
h: {key: azar/api/dev/deploy, expect: {golden: ../x}}
)"),
            R"(error: the key ends before its template
 --> templates/tests/deploy.yaml:2:10
  |
2 | a: {key: azar/api/dev, expect: {golden: a}}
  |          ^^^^^^^^^^^^
  hint: a key is product/service/stack/template, such as azar/my-microservice/prod/deploy
error: the fleet has no product 'azra'
 --> templates/tests/deploy.yaml:3:10
  |
3 | b: {key: azra/api/dev/deploy, expect: {golden: a}}
  |          ^^^^^^^^^^^^^^^^^^^
  hint: did you mean 'azar'?
error: the fleet has no stack 'dve'
 --> templates/tests/deploy.yaml:4:10
  |
4 | c: {key: azar/api/dve/deploy, expect: {golden: a}}
  |          ^^^^^^^^^^^^^^^^^^^
  hint: did you mean 'dev'?
error: the fleet has no template 'deplyo'
 --> templates/tests/deploy.yaml:5:10
  |
5 | d: {key: azar/api/dev/deplyo, expect: {golden: a}}
  |          ^^^^^^^^^^^^^^^^^^^
  hint: did you mean 'deploy'?
error: the test 'e' names no pipeline
 --> templates/tests/deploy.yaml:6:1
  |
6 | e: {expect: {golden: a}}
  | ^
  hint: key: product/service/stack/template
error: the test 'f' expects nothing
 --> templates/tests/deploy.yaml:7:1
  |
7 | f: {key: azar/api/dev/deploy}
  | ^
  hint: expect: {paths: {"stages[0].type": wait}}, or golden: FILE, or error: TEXT
error: unknown key 'var' in 'g'
 --> templates/tests/deploy.yaml:8:62
  |
8 | g: {key: azar/api/dev/deploy, expect: {golden: a, error: b}, var: {}}
  |                                                              ^^^
  hint: did you mean 'vars'?
error: where an error is expected there is no pipeline to look at
 --> templates/tests/deploy.yaml:8:39
  |
8 | g: {key: azar/api/dev/deploy, expect: {golden: a, error: b}, var: {}}
  |                                       ^^^^^^^^^^^^^^^^^^^^^
  hint: keep 'error', or 'golden' and 'paths'
error: a golden file is one in templates/tests/golden
 --> templates/tests/deploy.yaml:9:48
  |
9 | h: {key: azar/api/dev/deploy, expect: {golden: ../x}}
  |                                                ^^^^
)");
}

}  // namespace
}  // namespace sailmaker::generate
