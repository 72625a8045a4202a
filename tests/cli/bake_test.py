"""`bake`: the manifests of the example fleet's bakes, made by the real Helm, the oldest and the newest that we know."""

import json
import shutil
import subprocess
import sys
import unittest

from program import SAILMAKER, TREE, ProgramTest, edit, run

sys.path.insert(0, str(TREE / "tests" / "charts"))
from harness.places import NEWEST, OLDEST, helm_path  # noqa: E402

CANARY = "azar/my-microservice/prod/deploy-canary"
DEPLOY = "azar/my-microservice/prod/deploy"
VERSIONS = ["--set", "version=1.4.2", "--set", "canaryVersion=1.5.0"]


def only(objects, kind, name=None):
    found = [each["manifest"] for each in objects
             if each["manifest"]["kind"] == kind and name in (None, each["manifest"]["metadata"]["name"])]
    assert len(found) == 1, (kind, name, len(found))
    return found[0]


class BakeTest(ProgramTest):
    helm = helm_path(NEWEST)

    def fleet_with_charts(self):
        fleet = self.example_fleet()
        shutil.copytree(TREE / "charts", fleet / "charts")
        return fleet

    def bake(self, fleet, *words, helm=None):
        return self.good("bake", "--fleet", fleet, "--helm", helm or self.helm, *words)

    def stages(self, fleet, *words, helm=None):
        """The objects of each stage, by its refId."""
        document = json.loads(self.bake(fleet, *words, "-o", "json", helm=helm))
        return {stage["stage"]: stage["objects"] for stage in document["stages"]}

    def bad(self, fleet, *words):
        code, out, err = run("bake", "--fleet", fleet, "--helm", self.helm, *words)
        self.assertEqual((code, out), (1, ""), err)
        return err


class Canary(BakeTest):
    def check_steps(self, helm):
        stages = self.stages(TREE / "examples" / "fleet", CANARY, *VERSIONS, helm=helm)
        # weight: pods of main, of baseline and of canary, traffic; replicaCount is 10.
        expected = {1: (None, 1, (98, 1, 1)), 10: (10, 2, (80, 10, 10)), 25: (9, 3, (50, 25, 25)), 50: (6, 6, (0, 50, 50))}
        for weight, (main, side, traffic) in expected.items():
            with self.subTest(weight=weight):
                self.assertEqual(f"bake-main-{weight}" in stages, main is not None)
                for role, pods, version in (("main", main, "1.4.2"), ("baseline", side, "1.4.2"), ("canary", side, "1.5.0")):
                    if pods is None:
                        continue
                    deployment = only(stages[f"bake-{role}-{weight}"], "Deployment")
                    self.assertEqual(deployment["metadata"]["name"],
                                     "my-microservice" + ("" if role == "main" else f"-{role}"))
                    self.assertEqual(deployment["spec"]["replicas"], pods)
                    image = deployment["spec"]["template"]["spec"]["containers"][0]["image"]
                    self.assertEqual(image, f"harbor.example.com/azar-api/my-microservice:{version}")
                routes = only(stages[f"bake-service-{weight}"], "VirtualService", "my-microservice")["spec"]["http"]
                shares = {route["destination"]["subset"]: route.get("weight", 100) for route in routes[-1]["route"]}
                self.assertEqual(tuple(shares.get(role, 0) for role in ("main", "baseline", "canary")), traffic)

    def test_every_step_on_the_newest_helm(self):
        self.check_steps(helm_path(NEWEST))

    def test_every_step_on_the_oldest_helm(self):
        self.check_steps(helm_path(OLDEST))

    def test_a_canary_test_has_no_baseline(self):
        stages = self.stages(TREE / "examples" / "fleet", "azar/my-microservice/prod/canary-test", "--set",
                             "canaryVersion=1.5.0", "--set", "canaryReplica=3", "--set", "canaryWeight=20")
        self.assertEqual(only(stages["bake-canary"], "Deployment")["spec"]["replicas"], 3)
        routes = only(stages["bake-service"], "VirtualService", "my-microservice")["spec"]["http"][-1]["route"]
        self.assertEqual([(each["destination"]["subset"], each["weight"]) for each in routes], [("main", 80), ("canary", 20)])

    def test_every_pipeline_of_the_example_bakes(self):
        fleet = TREE / "examples" / "fleet"
        keys = self.good("render", "--fleet", fleet, "-o", "name").split()
        self.assertEqual(len(keys), 17)
        for key in keys:
            words = VERSIONS[:2] if key.endswith("/deploy") else VERSIONS[2:] if key.endswith("test") else VERSIONS
            for stage, objects in self.stages(fleet, key, *words).items():
                self.assertTrue(objects, (key, stage))


class CommandLine(BakeTest):
    def words(self, fleet, *words):
        return self.good("bake", "--fleet", fleet, "-o", "command", *words).splitlines()

    def test_is_that_of_rosco(self):
        fleet = self.fleet_with_charts()
        (line,) = self.words(fleet, CANARY, *VERSIONS, "--stage", "bake-main-10")
        values = f"{fleet}/values/azar/azar-api/my-microservice"
        self.assertEqual(line, f"helm template my-microservice {fleet}/charts/workload --namespace azar-api --set-string "
                               f"version=1.4.2,role=main,canaryWeight=1 --values {values}/values.yaml,{values}/prod-values.yaml")

    def test_other_fields_of_the_stage(self):
        fleet = self.fleet_with_charts()
        edit(fleet / "templates/lib/stages.j2", "    templateRenderer: HELM3\n",
             "    templateRenderer: HELM3\n    rawOverrides: true\n    includeCRDs: true\n    kubeVersion: '1.30'\n    apiVersions: 'a/v1,b/v1'\n")
        line = self.words(fleet, DEPLOY, "--set", "version=1", "--stage", "Bake Deploy")[0]
        self.assertIn(" --namespace azar-api --include-crds --api-versions a/v1,b/v1 --kube-version 1.30 --set version=1 --values ", line)

    def test_a_packed_chart_of_that_version_wins_over_a_folder_of_another(self):
        fleet = self.fleet_with_charts()
        (fleet / "charts" / "workload-1.0.0.tgz").write_bytes(b"")
        line = self.words(fleet, DEPLOY, "--set", "version=1", "--stage", "bake-deploy")[0]
        self.assertIn(f" {fleet}/charts/workload --", line)
        edit(fleet / "charts/workload/Chart.yaml", "version: 1.0.0", "version: 1.1.0")
        line = self.words(fleet, DEPLOY, "--set", "version=1", "--stage", "bake-deploy")[0]
        self.assertIn(f" {fleet}/charts/workload-1.0.0.tgz --", line)
        (fleet / "charts" / "workload-1.0.0.tgz").unlink()
        code, out, err = run("bake", "--fleet", fleet, "-o", "command", DEPLOY, "--set", "version=1", "--stage", "bake-deploy")
        self.assertEqual(code, 0, err)
        self.assertIn(f"warning: '{fleet}/charts/workload' is version 1.1.0; the pipeline asks for 1.0.0", err)


class Output(BakeTest):
    def test_yaml_says_the_stage_and_the_file_of_each_object(self):
        out = self.bake(TREE / "examples" / "fleet", DEPLOY, "--set", "version=1.4.2", "--stage", "bake-deploy")
        self.assertIn("---\n# stage bake-deploy 'Bake Deploy': workload/templates/", out)
        self.assertNotIn("# Source:", out)
        self.assertIn("\n  replicas: 10\n", out)

    def test_what_init_writes_bakes_at_once(self):
        fleet = self.folder / "new"
        self.good("init", fleet, "-q")
        out = self.bake(fleet, "hakuna/live-chat/dev/deploy", "--set", "version=3")
        self.assertIn("image: harbor.example.com/hakuna-live/live-chat:3\n", out)

    def test_leaves_nothing_behind(self):
        temporary = self.folder / "tmp"
        temporary.mkdir()
        self.good("bake", "--fleet", TREE / "examples" / "fleet", "--helm", self.helm, DEPLOY, "--set", "version=1",
                  env={"TMPDIR": str(temporary)})
        self.assertEqual(list(temporary.iterdir()), [])


class Mistakes(BakeTest):
    def test_without_helm(self):
        done = subprocess.run([SAILMAKER, "bake", "--fleet", TREE / "examples" / "fleet", DEPLOY], capture_output=True,
                              text=True, env={"PATH": str(self.folder)}, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stderr.startswith("error: there is no `helm` on PATH, and a bake needs it\n"), done.stderr)
        self.assertIn("https://helm.sh/docs/intro/install", done.stderr)

    def test_missing_parameters_are_named_together(self):
        err = self.bad(self.fleet_with_charts(), CANARY)
        self.assertIn("error: the bakes need parameters that a run gets from whoever starts it: version, canaryVersion\n", err)
        self.assertIn("  hint: --set version=VALUE --set canaryVersion=VALUE\n", err)

    def test_a_misspelt_parameter_and_stage(self):
        fleet = self.fleet_with_charts()
        self.assertIn("did you mean 'version'?", self.bad(fleet, DEPLOY, "--set", "version=1", "--set", "verison=1"))
        self.assertIn("did you mean 'bake-deploy'?", self.bad(fleet, DEPLOY, "--stage", "bake-deply"))

    def test_an_expression_that_needs_a_run(self):
        fleet = self.fleet_with_charts()
        edit(fleet / "templates/deploy.yaml.j2", 'overrides={"canaryWeight": 0}',
             """overrides={"canaryWeight": '${ #stage("Build Image")["context"]["weight"] }'}""")
        err = self.bad(fleet, DEPLOY, "--set", "version=1")
        self.assertIn("the override 'canaryWeight' of stage 'Bake Service': "
                      """'${#stage("Build Image")["context"]["weight"]}' cannot be known before a run""", err)
        self.assertIn("  --> templates/", err)

    def test_what_helm_says_is_said_once_at_the_stage(self):
        fleet = self.fleet_with_charts()
        values = fleet / "values/azar/azar-api/my-microservice/prod-values.yaml"
        edit(values, "replicaCount: 10", "replicaCount: many")
        err = self.bad(fleet, CANARY, *VERSIONS)
        self.assertEqual(err.count("error: "), 1, err)
        self.assertIn("error: Helm does not bake stage 'Bake Baseline 1%' and 10 other stages\n", err)
        self.assertIn("caused by:", err)
        self.assertIn("replicaCount", err)
        self.assertIn("  --> templates/", err)

    def test_missing_files(self):
        fleet = self.fleet_with_charts()
        (fleet / "values/azar/azar-api/my-microservice/prod-values.yaml").unlink()
        err = self.bad(fleet, DEPLOY, "--set", "version=1")
        self.assertIn(f"error: there is no 'azar/azar-api/my-microservice/prod-values.yaml' in '{fleet}/values'", err)
        shutil.rmtree(fleet / "charts" / "service")
        self.assertIn(f"error: there is no chart 'service' 1.0.0 in '{fleet}/charts'", self.bad(fleet, DEPLOY, "--set", "version=1"))


class Difference(BakeTest):
    def test_against_another_checkout(self):
        before = self.fleet_with_charts()
        after = self.folder / "after"
        shutil.copytree(before, after)
        self.assertEqual(self.bake(after, DEPLOY, "--set", "version=1", "--diff", before), "")
        edit(after / "values/azar/azar-api/my-microservice/prod-values.yaml", "replicaCount: 10", "replicaCount: 12")
        out = self.bake(after, DEPLOY, "--set", "version=1", "--diff", before)
        self.assertTrue(out.startswith("--- a/bake-deploy/Deployment/my-microservice\n"
                                       "+++ b/bake-deploy/Deployment/my-microservice\n"), out)
        self.assertIn("\n-  replicas: 10\n+  replicas: 12\n", out)
        code, _, err = run("bake", "--fleet", after, "--helm", self.helm, DEPLOY, "--set", "version=1", "--diff", before,
                           "--detailed-exitcode")
        self.assertEqual((code, err), (2, "1 object differs.\n"))

    def test_against_what_is_stored(self):
        fleet = self.fleet_with_charts()
        words = [DEPLOY, "--set", "version=1", "--diff", "stored", "-o", "json"]
        found = json.loads(self.bake(fleet, *words))["objects"]
        self.assertEqual({each["action"] for each in found}, {"add"})
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        self.assertEqual(json.loads(self.bake(fleet, *words))["objects"], [])
        edit(fleet / "templates/deploy.yaml.j2", '"version": version}', '"version": version, "replicaCount": 3}')
        (changed,) = json.loads(self.bake(fleet, *words))["objects"]
        self.assertEqual((changed["stage"], changed["kind"], changed["action"]), ("bake-deploy", "Deployment", "change"))
        self.assertEqual([(each["label"], each["before"], each["after"]) for each in changed["changes"]],
                         [("spec.replicas", 10, 3)])

    def test_against_other_values(self):
        fleet = self.fleet_with_charts()
        values = self.folder / "values"
        shutil.copytree(fleet / "values", values)
        edit(values / "azar/azar-api/my-microservice/values.yaml", "timeout: 5s", "timeout: 9s")
        out = self.bake(fleet, DEPLOY, "--set", "version=1", "--diff-values", values)
        self.assertIn("VirtualService/my-microservice\n", out)
        self.assertIn("timeout: 9s\n", out)


if __name__ == "__main__":
    unittest.main()
