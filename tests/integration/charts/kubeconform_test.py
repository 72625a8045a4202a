#!/usr/bin/python3
"""kubeconform's opinion of both charts together, on the schemas that are installed: a second program that reads YAML and
checks it against a schema, beside the one that `make test` has."""

import copy
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import charts_programs  # noqa: E402  (found through the line above)
from both_charts import BASE, canary_steps, scenarios, whole  # noqa: E402
from harness.objects import dump, find  # noqa: E402
from harness.places import ISTIO, KUBERNETES, schema_path  # noqa: E402
from harness.schemas import METADATA  # noqa: E402

PLACE = "{{ .Group }}/{{ .ResourceAPIVersion }}/{{ .ResourceKind }}.json"


def write_schemas(folder, kubernetes, istio):
    """A file for each kind, where kubeconform looks for it. All refer to the installed schemas."""
    metadata = {"$ref": f"{schema_path('kubernetes', kubernetes).as_uri()}#/definitions/{METADATA}"}
    for what, version in (("kubernetes", kubernetes), ("istio", istio)):
        path = schema_path(what, version)
        for key, definition in json.loads(path.read_text())["kinds"].items():
            group_version, kind = key.split()
            group, version = group_version.split("/") if "/" in group_version else (group_version, group_version)
            parts = [{"$ref": f"{path.as_uri()}#/definitions/{definition}"}, {"properties": {"metadata": metadata}}]
            file = Path(folder, group, version, f"{kind.lower()}.json")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps({"allOf": parts}))


def kubeconform(texts, kubernetes, istio):
    """What it says of the manifests of a map, {name: text}: how many objects it counts, and what is wrong with which."""
    with tempfile.TemporaryDirectory() as name:
        schemas, manifests = Path(name, "schemas"), Path(name, "manifests")
        write_schemas(schemas, kubernetes, istio)
        manifests.mkdir()
        for file, text in texts.items():
            (manifests / f"{file}.yaml").write_text(text)
        command = [charts_programs.program(charts_programs.KUBECONFORM), "-strict", "-summary", "-output", "json", "-n", "2",
                   "-kubernetes-version", f"{kubernetes}.0", "-schema-location", schemas / PLACE, manifests]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if not done.stdout:
        raise AssertionError(done.stderr)
    said = json.loads(done.stdout)
    return said["summary"], [f"{Path(one['filename']).stem}: {one['kind']}/{one['name']}: {one['msg']}"
                             for one in said["resources"]]


class Kubeconform(unittest.TestCase):
    maxDiff = None

    def assert_accepts(self, scenarios):
        """`scenarios` is a map of lists of objects. Everything of it is looked at, and nothing is skipped."""
        texts = {name: dump(objects) for name, objects in scenarios.items()}
        wanted = {"valid": sum(map(len, scenarios.values())), "invalid": 0, "errors": 0, "skipped": 0}
        for kubernetes, istio in zip(KUBERNETES, ISTIO):
            summary, found = kubeconform(texts, kubernetes, istio)
            self.assertEqual(found, [], f"Kubernetes {kubernetes}, Istio {istio}")
            self.assertEqual(summary, wanted)
        self.assertGreater(wanted["valid"], 100)

    def assert_finds(self, texts, words):
        """In each of a map of manifests that one thing alone."""
        for kubernetes, istio in zip(KUBERNETES, ISTIO):
            found = kubeconform(texts, kubernetes, istio)[1]
            self.assertEqual(sorted(line.split(":")[0] for line in found), sorted(texts), found)
            for line in found:
                self.assertRegex(line, words[line.split(":")[0]])

    def test_accepts_every_scenario(self):
        self.assert_accepts(scenarios())

    def test_accepts_the_canary_sequence(self):
        self.assert_accepts({name: whole(values) for name, values in canary_steps()})

    def test_would_find_what_is_wrong(self):
        objects = whole({**BASE, "hosts": {"public": "hello-app.example.com"}})
        container = ("spec", "template", "spec", "containers", 0)
        cases = [
            ("Deployment", (*container, "imagePullPolice"), "Always", "additional properties 'imagePullPolice' not allowed"),
            ("Deployment", ("spec", "replicas"), "two", "/spec/replicas.*got string, want integer"),
            ("Deployment", ("metadata", "label"), {}, "additional properties 'label' not allowed"),
            ("Service", ("spec", "ports", 0, "portName"), "http", "additional properties 'portName' not allowed"),
            ("VirtualService", ("spec", "http", 0, "timeOut"), "1s", "additional properties 'timeOut' not allowed"),
            ("VirtualService", ("metadata", "label"), {}, "additional properties 'label' not allowed"),
            ("DestinationRule", ("spec", "subset"), [], "additional properties 'subset' not allowed"),
            ("DestinationRule", ("kind",), "DestinationRules", "could not find schema for DestinationRules"),
        ]
        texts, words = {}, {}
        for number, (kind, path, value, told) in enumerate(cases):
            changed = copy.deepcopy(objects)
            place = find(changed, kind, "hello-app")
            for part in path[:-1]:
                place = place[part]
            place[path[-1]] = value
            texts[f"case-{number}"], words[f"case-{number}"] = dump(changed), told
        self.assert_finds(texts, words)

    def test_would_find_a_key_that_stands_twice(self):
        text = dump([find(whole(BASE), "Deployment", "hello-app")])
        twice = text.replace("  replicas:", "  replicas: 1\n  replicas:", 1)
        self.assert_finds({"twice": twice}, {"twice": 'key "replicas" already set in map'})


if __name__ == "__main__":
    unittest.main()
