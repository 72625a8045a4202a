#!/usr/bin/python3
"""The charts against a real API server with Istio's CRDs: admission, CEL rules, and fields that cannot be changed."""

import os
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import charts_programs  # noqa: E402  (found through the line above)
from harness.helm import Render, RenderError, render_all  # noqa: E402
from harness.objects import dump, label, load  # noqa: E402
from harness.places import CHARTS  # noqa: E402
from harness.values import charts, ci_files  # noqa: E402

BASE = {"image": "harbor.example.com/shop/hello-app", "version": "1.4.2", "containerPort": 8080, "replicaCount": 10,
        "hosts": {"public": "hello-app.example.com"}, "configMaps": {"main": {"mountPath": "/etc/app", "data": {"a": "1"}}}}
# Kubernetes 1.30, the oldest supported, knows only the old name.
OF_TODAY = 'Warning: spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'
STEPS = (1, 10, 25, 50)


def rendered(*renders):
    objects = []
    for outcome in render_all(renders):
        if isinstance(outcome, RenderError):
            raise outcome
        objects += outcome
    return objects


class Cluster(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = charts_programs.ApiServer()
        cls.addClassCleanup(cls.server.stop)
        cls.good("apply", "--server-side", "--filename", charts_programs.istio_crds())
        cls.good("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")

    @classmethod
    def good(cls, *words, text=None):
        done = cls.server.kubectl(*words, text=text)
        if done.returncode != 0:
            raise AssertionError(f"kubectl {words}\n{done.stdout}{done.stderr}")
        return done.stdout

    def setUp(self):
        self.namespace = re.sub(r"[^a-z]", "", self.id().lower())[-40:]
        self.good("create", "namespace", self.namespace)

    def apply(self, objects, *words):
        """As Spinnaker deploys: a client's apply. Without controllers nothing starts, but all is checked and stored."""
        return self.good("apply", "--namespace", self.namespace, *words, "--filename", "-", text=dump(objects))

    def get(self, kind, name="hello-app"):
        return load(self.good("get", kind, name, "--namespace", self.namespace, "--output", "yaml"))

    def render(self, chart, **values):
        return rendered(Render(chart, values={**BASE, **values}, namespace=self.namespace))

    def test_takes_every_scenario_without_a_warning(self):
        jobs = [Render(chart, (file,), namespace=self.namespace) for chart in charts() for file in ci_files(chart)]
        found = []
        for job, objects in zip(jobs, render_all(jobs)):
            self.assertNotIsInstance(objects, RenderError, job.files)
            words = ("apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename", "-")
            done = self.server.kubectl(*words, text=dump(objects)) if objects else None
            told = [line for line in done.stderr.splitlines() if line != OF_TODAY] if done else []
            taken = done.stdout.splitlines() if done else []
            if told or len(taken) != len(objects):
                found.append((f"{job.chart}/{job.files[0].name}", told, f"{len(taken)} of {len(objects)} taken"))
        self.assertEqual(found, [])

    def test_takes_the_canary_sequence(self):
        """Main is there; the canary goes up step by step; the new version takes over; the canary goes to 0."""
        self.apply(self.render("workload") + self.render("service"))
        before = 0
        for weight in STEPS:
            canary = [self.render("workload", role=role, canaryWeight=weight, version="2.0.0" if role == "canary" else "1.4.2")
                      for role in ("baseline", "canary")]
            self.apply(canary[0] + canary[1])
            if before:
                self.apply(self.render("workload", canaryWeight=before))
            self.apply(self.render("service", canaryWeight=weight))
            before = weight
            wanted = {1: (10, 1), 10: (10, 2), 25: (9, 3), 50: (6, 6)}[weight]
            found = self.get("deployment")["spec"]["replicas"], self.get("deployment", "hello-app-canary")["spec"]["replicas"]
            self.assertEqual(found, wanted, weight)
            routes = self.get("virtualservices.networking.istio.io")["spec"]["http"][-1]["route"]
            self.assertEqual([part.get("weight", 0) for part in routes], [100 - 2 * weight, weight, weight])
        self.apply(self.render("workload", version="2.0.0"))
        self.apply(self.render("service"))
        for role in ("baseline", "canary"):
            self.good("scale", f"deployment/hello-app-{role}", "--replicas=0", "--namespace", self.namespace)
        self.assertEqual(self.get("deployment")["spec"]["replicas"], 10)
        routes = self.get("virtualservices.networking.istio.io")["spec"]["http"][-1]["route"]
        self.assertEqual([part["destination"]["subset"] for part in routes], ["main"])

    def test_a_newer_chart_and_version_change_nothing_that_cannot_be_changed(self):
        with tempfile.TemporaryDirectory() as folder:
            for chart in charts():
                shutil.copytree(CHARTS / chart, Path(folder, chart))
                head = Path(folder, chart, "Chart.yaml")
                head.write_text(head.read_text().replace("version: 1.0.0", "version: 9.9.9"))
            for kind in ("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"):
                values = {**BASE, "kind": kind, "name": f"app-{kind.lower()}", "cronJob": {"schedule": "0 * * * *"}}
                if kind == "StatefulSet":
                    values["statefulSet"] = {"volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}}}
                if kind in ("Job", "CronJob"):
                    values.pop("hosts"), values.pop("replicaCount")
                self.apply(rendered(*(Render(chart, values=values, namespace=self.namespace) for chart in charts())))
                newer = {**values, "version": "2.0.0", "stack": "prod", "labels": {"team": "shop"}}
                self.apply(rendered(*(Render(str(Path(folder, chart)), values=newer, namespace=self.namespace)
                                      for chart in charts())))

    def versions(self, objects):
        """{Kind/name: resourceVersion}: the server gives a new one with each change."""
        text = self.good("get", "--namespace", self.namespace, "--filename", "-", "--output", "yaml", text=dump(objects))
        return {label(thing): thing["metadata"]["resourceVersion"] for thing in load(text)["items"]}

    def test_a_second_apply_changes_nothing(self):
        objects = self.render("workload") + self.render("service")
        self.apply(objects)
        before = self.versions(objects)
        self.assertEqual(sorted(before), sorted(map(label, objects)))
        self.apply(objects)
        self.assertEqual(self.versions(objects), before)

    def test_a_wrong_object_would_be_refused(self):
        objects = self.render("service")
        rule = next(thing for thing in objects if thing["kind"] == "VirtualService")
        rule["spec"]["http"][0]["timeout"] = "soon"
        with self.assertRaisesRegex(AssertionError, "must be a valid duration"):
            self.apply(objects)
        self.assertEqual(label(rule), "VirtualService/hello-app")


if __name__ == "__main__":
    unittest.main()
