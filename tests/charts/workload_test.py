"""The workload chart as pipelines use it: kinds, roles and stacks, overrides as text, merging, what an upgrade keeps."""

import copy
import random
import re
import shutil
import tempfile
from pathlib import Path

import harness.golden
from harness.golden import ChartTest
from harness.helm import Render, RenderError, message_of, render, render_all, run_helm
from harness.objects import dump, find, kinds, load
from harness.places import CHARTS, HELMS, NEWEST, TESTS, helm_path
from harness.schemas import findings
from harness.values import as_file, ci_files, merged, read

CHART = CHARTS / "workload"
STACKS = TESTS / "stacks"
NUMBERS = (NEWEST, "3.18.0")  # the two ways in which Helm reads a number
MINIMAL = CHART / "ci" / "minimal.yaml"
# What stands in a pipeline's bake stage: (name of the golden file, kind, overrides)
BAKES = [(f"{kind.lower()}-main", {"kind": kind}) for kind in ("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job")]
BAKES += [(f"deployment-{role}-25", {"kind": "Deployment", "role": role, "canaryWeight": "25"})
          for role in ("main", "baseline", "canary")]


def stack_files(stack):
    return (STACKS / "values.yaml", STACKS / f"{stack}-values.yaml")


class Stacks(ChartTest):
    def test_render_the_same_on_every_helm(self):
        cases = [(stack, name, bake) for stack in ("dev", "prod") for name, bake in BAKES]
        renders = [Render("workload", stack_files(stack), set_strings={"version": "1.4.2", **bake}, version=version)
                   for stack, _, bake in cases for version in HELMS]
        done = render_all(renders)
        for at, (stack, name, _) in enumerate(cases):
            for version, objects in zip(HELMS, done[at * len(HELMS):]):
                with self.subTest(stack=stack, bake=name, helm=version):
                    self.assertNotIsInstance(objects, RenderError, str(objects))
                    self.assert_golden(f"stacks/{stack}-{name}.yaml", dump(objects))
            self.assert_none(findings(done[at * len(HELMS)]))

    def test_a_stack_changes_one_variable_and_keeps_the_others(self):
        found = {}
        for stack in ("dev", "prod"):
            objects = render("workload", *stack_files(stack), set_strings={"version": "1"})
            container = find(objects, "Deployment")["spec"]["template"]["spec"]["containers"][0]
            found[stack] = [(entry["name"], entry["value"]) for entry in container["env"]]
        url = ("APP_URL", "jdbc:mysql://$(DB_HOST):$(DB_PORT)/hello")
        self.assertEqual(found["dev"], [("LEGACY", "x"), ("DB_HOST", "db.dev.internal"), ("DB_PORT", "3306"), url, ("DEBUG", "true")])
        self.assertEqual(found["prod"], [("DB_HOST", "db.prod.internal"), ("DB_PORT", "3306"), url, ("DEBUG", "false")])


class Roles(ChartTest):
    """Nothing that one role deploys may touch what another has."""

    def rendered(self, role, **values):
        values = {"role": role, "canaryWeight": 10, "configMaps": {"main": {"data": {"a": "b"}, "envFrom": True}}, **values}
        return render("workload", MINIMAL, values=values)

    def test_have_objects_of_their_own(self):
        scaling = {"autoscaling": {"enabled": True, "maxReplicas": 9}, "resources": {"requests": {"cpu": 1}}}
        names = {role: set(kinds(self.rendered(role, **scaling))) for role in ("main", "baseline", "canary")}
        self.assertEqual(names["main"], {"Deployment/hello-app", "ConfigMap/hello-app-main", "PodDisruptionBudget/hello-app",
                                         "HorizontalPodAutoscaler/hello-app"})
        for one, other in (("main", "canary"), ("main", "baseline"), ("baseline", "canary")):
            self.assertFalse(names[one] & names[other])

    def test_select_their_own_pods_only(self):
        for role in ("main", "baseline", "canary"):
            objects = self.rendered(role)
            selector = {"app": "hello-app", "hpcnt.com/app-role": role}
            deployment = find(objects, "Deployment")["spec"]
            self.assertEqual(deployment["selector"]["matchLabels"], selector)
            self.assertEqual(find(objects, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"], selector)
            self.assertLessEqual(selector.items(), deployment["template"]["metadata"]["labels"].items())
            for constraint in deployment["template"]["spec"]["topologySpreadConstraints"]:
                self.assertEqual(constraint["labelSelector"]["matchLabels"], selector)

    def test_the_autoscaler_of_main_rests_while_a_canary_runs(self):
        scaling = {"autoscaling": {"enabled": True, "minReplicas": 4, "maxReplicas": 40}, "resources": {"requests": {"cpu": 1}}}
        for weight, policy in ((0, None), (10, "Disabled")):
            objects = self.rendered("main", **scaling, canaryWeight=weight)
            spec = find(objects, "HorizontalPodAutoscaler")["spec"]
            self.assertEqual(spec["behavior"]["scaleDown"].get("selectPolicy"), policy)
            self.assertEqual((spec["minReplicas"], spec["maxReplicas"]), (4, 40))
            self.assertNotIn("replicas", find(objects, "Deployment")["spec"])
        objects = self.rendered("canary", **scaling)
        spec = find(objects, "HorizontalPodAutoscaler")["spec"]
        self.assertEqual((spec["minReplicas"], spec["maxReplicas"]), (1, 5))
        self.assertEqual(find(objects, "Deployment")["spec"]["replicas"], 1)

    def test_a_weight_takes_no_pods_from_what_has_no_canary(self):
        objects = render("workload", MINIMAL, values={"kind": "StatefulSet", "canaryWeight": 50, "replicaCount": 10})
        self.assertEqual(find(objects, "StatefulSet")["spec"]["replicas"], 10)

    def test_pods_of_jobs_are_not_the_services(self):
        for kind, path in (("Job", ("template",)), ("CronJob", ("jobTemplate", "spec", "template"))):
            values = {"kind": kind, "cronJob": {"schedule": "@daily"}}
            part = find(render("workload", MINIMAL, values=values), kind)["spec"]
            for key in path:
                part = part[key]
            self.assertNotIn("app", part["metadata"]["labels"])
            self.assertNotIn("hpcnt.com/app-role", part["metadata"]["labels"])


class Overrides(ChartTest):
    """A pipeline's overrides are text; they mean the same as in a values file."""

    def test_as_text_and_in_a_file_are_the_same(self):
        cases = [
            {"replicaCount": 7}, {"canaryWeight": 25, "role": "canary"}, {"canaryTest": False, "canaryWeight": 10},
            {"canaryTest": True, "canaryWeight": 70, "role": "canary"}, {"terminationGracePeriodSeconds": 100},
            {"containerPort": 9090}, {"hostNetwork": True}, {"enableServiceLinks": False}, {"rollout.maxSurge": 2},
            {"rollout.maxUnavailable": 0}, {"rollout.minReadySeconds": 5}, {"preStop.seconds": 3}, {"pdb.enabled": False},
            {"pdb.minAvailable": 1}, {"probes.liveness.enabled": True, "probes.liveness.periodSeconds": 7},
            {"autoscaling.enabled": True, "autoscaling.maxReplicas": 30, "autoscaling.cpu": 50, "resources.limits.cpu": "2"},
            {"env.COUNT": 1000000}, {"env.FLAG": True}, {"serviceAccount.create": True}, {"topologySpread.zone.maxSkew": 2},
            {"kind": "Job", "job.backoffLimit": 0}, {"istioProxy.inject": False}, {"sidecars.x.order": -5, "sidecars.x.image": "a:1"},
        ]
        renders = []
        for case in cases:
            nested = {}
            for path, value in case.items():
                below = nested
                for key in path.split(".")[:-1]:
                    below = below.setdefault(key, {})
                below[path.split(".")[-1]] = value
            texts = {path: str(value).lower() if isinstance(value, bool) else str(value) for path, value in case.items()}
            for version in NUMBERS:
                renders.append(Render("workload", (MINIMAL,), nested, version=version))
                renders.append(Render("workload", (MINIMAL,), set_strings=texts, version=version))
        done = render_all(renders)
        for one, other, file, text in zip(renders[::2], renders[1::2], done[::2], done[1::2]):
            with self.subTest(values=one.values, helm=other.version):
                self.assertNotIsInstance(file, RenderError, str(file))
                self.assertEqual(file, text)


def random_stack(numbers, values):
    """A stack's file: changes, new entries and nulls all over what a service's file says."""
    result = {}
    for key, value in values.items():
        if numbers.random() < 0.5 or key in ("image", "containerPort", "kind", "resources", "schedule", "size", "role"):
            continue
        if isinstance(value, dict):
            result[key] = random_stack(numbers, value)
        elif isinstance(value, bool):
            result[key] = not value
        elif isinstance(value, int):
            result[key] = value + 1
    if "env" in values:
        result["env"] = {**result.get("env", {}), "NEW": "$(DB_HOST)"}
    return result


class Merging(ChartTest):
    def test_two_files_are_as_their_deep_merge(self):
        numbers = random.Random(5)
        files = [file for file in ci_files("workload") if read(file).get("kind", "Deployment") == "Deployment"]
        renders = []
        for file in numbers.sample(files, 8):
            below = read(file)
            above = random_stack(numbers, below)
            for version in NUMBERS:
                renders.append(Render("workload", (file,), above, version=version))
                renders.append(Render("workload", (), merged(below, above), version=version))
        done = render_all(renders)
        for two, one, objects, wanted in zip(renders[::2], renders[1::2], done[::2], done[1::2]):
            with self.subTest(file=two.files[0].stem, stack=two.values, helm=two.version):
                if isinstance(wanted, RenderError):
                    self.assertEqual(str(objects), str(wanted))
                else:
                    self.assertEqual(objects, wanted)

    def test_null_removes_whatever_it_meets(self):
        """Each entry of each map of a scenario, one after the other; it is then as if it had never been there."""
        for name in ("containers", "volumes", "config", "pod"):
            file = CHART / "ci" / f"{name}.yaml"
            below, renders = read(file), []
            for key, value in sorted(below.items()):
                if not isinstance(value, dict) or key.startswith("x-") or key in read(CHART / "values.yaml") and key == "resources":
                    continue
                for entry in value:
                    rest = copy.deepcopy(below)
                    del rest[key][entry]
                    if entry in (read(CHART / "values.yaml")[key] or {}):
                        continue  # null takes away the chart's default as well
                    renders.append(Render("workload", (file,), {key: {entry: None}}))
                    renders.append(Render("workload", (), rest))
            for two, objects, wanted in zip(renders[::2], *(render_all(renders)[at::2] for at in (0, 1))):
                with self.subTest(scenario=name, null=two.values):
                    if isinstance(wanted, RenderError):
                        self.assertEqual(str(objects), str(wanted))
                    else:
                        self.assertEqual(objects, wanted)


class Upgrades(ChartTest):
    """kubectl apply of what the next release makes, over what this one made."""

    CHANGES = {"version": "2.0.0", "replicaCount": 5, "stack": "next", "labels": {"new": "label"}, "annotations": {"a": "b"},
               "podLabels": {"c": "d"}, "env": {"X": "1"}, "kubeVersion": "1.34"}

    def test_keep_what_is_immutable(self):
        for kind in ("Deployment", "StatefulSet", "DaemonSet"):
            values = {"kind": kind, "statefulSet": {"volumeClaimTemplates": {"data": {"size": "1Gi"}}}}
            before = find(render("workload", MINIMAL, values=values), kind)
            after = find(render("workload", MINIMAL, values={**values, **self.CHANGES}), kind)
            self.assertNotEqual(before["spec"]["template"], after["spec"]["template"])
            for key in ("selector", "serviceName", "podManagementPolicy", "volumeClaimTemplates"):
                self.assertEqual(before["spec"].get(key), after["spec"].get(key), key)
            self.assertEqual(before["metadata"]["name"], after["metadata"]["name"])

    def test_of_a_job_are_another_job(self):
        values = {"kind": "Job"}
        names = [find(render("workload", MINIMAL, values={**values, **more}), "Job")["metadata"]["name"]
                 for more in ({}, {}, {"version": "2"}, {"args": ["x"]}, {"job": {"completions": 2}}, {"workload": {"labels": {"a": "b"}}})]
        self.assertEqual(names[0], names[1])
        self.assertEqual(names[0], names[5])
        self.assertEqual(len(set(names[:5])), 4)

    def test_of_the_chart_alone_restart_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            newer = Path(folder, "workload")
            shutil.copytree(CHART, newer)
            text = (newer / "Chart.yaml").read_text()
            (newer / "Chart.yaml").write_text(re.sub(r"(?m)^version: .*", "version: 99.0.0", text))
            for kind in ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"):
                values = {"kind": kind, "cronJob": {"schedule": "@daily"}, "configMaps": {"main": {"data": {"a": "b"}}}}
                before = find(render("workload", MINIMAL, values=values), kind)
                after = find(render(str(newer), MINIMAL, values=values), kind)
                self.assertEqual(after["metadata"]["labels"]["helm.sh/chart"], "workload-99.0.0")
                self.assertEqual(before["spec"], after["spec"])

    def test_of_configuration_restart_the_pods_unless_told_otherwise(self):
        def checksum(data, **more):
            values = {"configMaps": {"main": {"data": data, **more}, "other": {"data": {"x": "y"}}}}
            template = find(render("workload", MINIMAL, values=values), "Deployment")["spec"]["template"]
            return template["metadata"]["annotations"]["checksum/config"]

        self.assertNotEqual(checksum({"a": "b"}), checksum({"a": "c"}))
        self.assertEqual(checksum({"a": "b"}, checksum=False), checksum({"a": "c"}, checksum=False))
        self.assertEqual(checksum({"a": "b"}), checksum({"a": "b"}, labels={"l": "m"}, annotations={"n": "o"}))


class Minimal(ChartTest):
    def test_service_of_five_lines_has_every_safe_default(self):
        lines = [line for line in MINIMAL.read_text().splitlines() if not line.startswith("#")]
        self.assertEqual(len(lines), 5)
        objects = render("workload", MINIMAL)
        self.assertEqual(sorted(kinds(objects)), ["Deployment/hello-app", "PodDisruptionBudget/hello-app"])
        spec = find(objects, "Deployment")["spec"]
        pod, [container] = spec["template"]["spec"], spec["template"]["spec"]["containers"]
        self.assertEqual(spec["strategy"]["rollingUpdate"], {"maxSurge": "25%", "maxUnavailable": 0})
        self.assertEqual(container["lifecycle"], {"preStop": {"sleep": {"seconds": 10}}})
        self.assertEqual(pod["terminationGracePeriodSeconds"], 60)
        self.assertEqual(container["securityContext"], {
            "allowPrivilegeEscalation": False, "runAsNonRoot": True, "readOnlyRootFilesystem": False,
            "capabilities": {"drop": ["ALL"]}})
        self.assertEqual(pod["securityContext"], {"seccompProfile": {"type": "RuntimeDefault"}})
        self.assertEqual((pod["automountServiceAccountToken"], pod["enableServiceLinks"]), (False, False))
        self.assertEqual(container["startupProbe"]["httpGet"], {"path": "/health", "port": 8080})
        self.assertEqual(container["readinessProbe"]["httpGet"], {"path": "/health", "port": 8080})
        self.assertNotIn("livenessProbe", container)
        self.assertEqual({constraint["topologyKey"] for constraint in pod["topologySpreadConstraints"]},
                         {"kubernetes.io/hostname", "topology.kubernetes.io/zone"})
        self.assertEqual(find(objects, "PodDisruptionBudget")["spec"]["maxUnavailable"], "25%")


class SkippedSchema(ChartTest):
    """helm template --skip-schema-validation: the templates know by themselves what is no number and no switch."""

    WRONG = {"env": [{"name": "A", "value": "b"}], "replicaCount": "two", "canaryTest": "maybe", "rollout": {"minReadySeconds": 1.5},
             "probes": {"liveness": {"enabled": "yes"}}, "sidecars": {"a": {"image": "a:1", "order": "first"}},
             "istioProxy": {"inject": "perhaps"}}
    MESSAGE = """hello-app: 7 problems in the values
  - env: must be a map of names to entries
  - canaryTest: must be true or false, not "maybe"
  - rollout.minReadySeconds: must be a whole number, not "1.5"
  - replicaCount: must be a whole number, not "two"
  - probes.liveness.enabled: must be true or false, not "yes"
  - sidecars.a.order: must be a whole number from -999999 to 999999, not "first"
  - istioProxy.inject: must be true, false or "", not "perhaps\""""

    def test_is_made_up_for(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "values.yaml")
            file.write_text(as_file(self.WRONG))
            done = run_helm(helm_path(NEWEST), "template", "hello-app", CHART, "--values", MINIMAL, "--values", file,
                            "--skip-schema-validation")
        self.assertEqual(message_of(done.stderr).strip(), self.MESSAGE)


class Templates(ChartTest):
    def test_the_list_of_maps_is_that_of_values(self):
        text = (CHART / "templates" / "_begin.tpl").read_text()
        listed = re.search(r'define "w\.maps" -}}(.*?)\{\{- end', text, re.DOTALL)[1]
        values = load((CHART / "values.yaml").read_text())
        self.assertEqual(sorted(re.findall(r'"([A-Za-z]+)"', listed)),
                         sorted(key for key, value in values.items() if isinstance(value, dict)))

    def test_are_short_explained_and_used(self):
        texts = {file.name: file.read_text() for file in sorted((CHART / "templates").iterdir())}
        everything, found = "\n".join(texts.values()), []
        for name, text in texts.items():
            for comment, title, body in re.findall(r'(?s)((?:\{\{/\*.*?\*/}}\n)?){{- define "([\w.]+)" -}}\n(.*?)(?=\n{{- define|\n{{/\*|\Z)', text):
                if body.count("\n") > 60:
                    found.append(f"{name}: {title} has {body.count(chr(10))} lines")
                if everything.count(f'"{title}"') < 2 and name != "_lib.tpl":
                    found.append(f"{name}: {title} is used nowhere")
            for mark in (".Capabilities", "lookup ", "randAlpha", "{{ now", "genCA"):
                if mark in text:
                    found.append(f"{name}: {mark} makes the same values give other objects")
        self.assert_none(found)


if __name__ == "__main__":
    harness.golden.main()
