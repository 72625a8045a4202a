#!/usr/bin/python3
"""Istio's own opinion of both charts together: istioctl validate and analyze, without a cluster."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import charts_programs  # noqa: E402  (found through the line above)
from both_charts import BASE, canary_steps, whole  # noqa: E402
from harness.helm import Render, render_all  # noqa: E402
from harness.objects import dump  # noqa: E402
from harness.values import ci_files, read  # noqa: E402


def ingress(selector, namespace):
    """A pod of an ingress gateway."""
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": selector, "namespace": namespace,
            "labels": {"istio": selector}}, "spec": {"containers": [{"name": "proxy", "image": "proxy"}]}}


# What a company's cluster has before a service comes: ingress gateways, their Gateway and certificates.
SURROUNDINGS = [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"istio-injection": "enabled"}}},
    ingress("ingressgateway", "istio-ingress"), ingress("public-ingress", "istio-ingress"),
    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "hello-app-tls", "namespace": "istio-ingress"}},
    {"apiVersion": "networking.istio.io/v1", "kind": "Gateway", "metadata": {"name": "public", "namespace": "istio-ingress"},
     "spec": {"selector": {"istio": "ingressgateway"}, "servers": [
         {"hosts": ["*"], "port": {"name": "http", "number": 80, "protocol": "HTTP"}}]}},
]


class Istioctl(unittest.TestCase):
    maxDiff = None

    def run_istioctl(self, *words, objects):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "objects.yaml")
            file.write_text(dump(objects))
            done = subprocess.run([charts_programs.program(charts_programs.ISTIOCTL), *words, file], text=True,
                                  stdin=subprocess.DEVNULL, capture_output=True, env={**os.environ, "HOME": folder})
        return done.returncode, done.stdout + done.stderr

    def findings(self, values):
        code, text = self.run_istioctl("analyze", "--use-kube=false", "--namespace", "shop",
                                       objects=SURROUNDINGS + whole(values, sure=("service",)))
        return [line for line in text.splitlines() if line.startswith(("Error", "Warning"))]

    def test_validate_accepts_every_scenario(self):
        for file in ci_files("service"):
            outcome = render_all([Render("service", (file,))])[0]
            code, text = self.run_istioctl("validate", "--filename", objects=outcome)
            self.assertEqual(code, 0, f"{file.name}\n{text}")

    def test_analyze_finds_nothing_in_the_canary_sequence(self):
        for name, values in canary_steps():
            self.assertEqual(self.findings(values), [], name)

    def test_analyze_finds_nothing_in_the_scenarios(self):
        for file in ci_files("service"):
            self.assertEqual(self.findings(read(file)), [], file.name)

    def test_analyze_would_find_a_subset_that_is_not_there(self):
        objects = [thing for thing in SURROUNDINGS + whole(BASE) if thing["kind"] != "DestinationRule"]
        code, text = self.run_istioctl("analyze", "--use-kube=false", "--namespace", "shop", objects=objects)
        self.assertIn("IST0101", text)


if __name__ == "__main__":
    unittest.main()
