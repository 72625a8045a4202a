"""The harness itself: that it finds what it is there to find."""

import tempfile
from pathlib import Path

import harness.golden
from harness import schemas
from harness.golden import ChartTest
from harness.helm import Render, RenderError, render, render_all, run_helm
from harness.objects import dump, kinds, load, parse
from harness.places import HELMS, ISTIO, KUBERNETES, helm_path
from harness.values import merged, paths, used

CONFIG_MAP = """
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
data: {a: {{ .Values.a | quote }}}
---
{{ if eq "no" (toString .Values.a) }}{{ fail "a: must not be no" }}{{ end }}
"""


def service(**spec):
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": spec}


def virtual_service(**route):
    return {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": {"name": "a"},
            "spec": {"hosts": ["a"], "http": [route]}}


class HelmRuns(ChartTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.chart = Path(folder.name) / "tiny"
        (self.chart / "templates").mkdir(parents=True)
        (self.chart / "Chart.yaml").write_text("apiVersion: v2\nname: tiny\nversion: 1.0.0\n")
        (self.chart / "values.yaml").write_text("a: yes\n")
        (self.chart / "templates" / "config.yaml").write_text(CONFIG_MAP)

    def test_each_version_is_the_one_it_says(self):
        for version in HELMS:
            self.assertIn(f"v{version}+", run_helm(helm_path(version), "version", "--short").stdout)

    def test_values_and_overrides_arrive(self):
        for version in HELMS:
            objects = render(str(self.chart), values={"a": "x"}, version=version)
            self.assertEqual(objects[0]["data"], {"a": "x"})
            objects = render(str(self.chart), set_strings={"a": "10"}, version=version, name="n", namespace="m")
            self.assertEqual(objects[0]["data"], {"a": "10"})
            self.assertEqual(objects[0]["metadata"], {"name": "n", "namespace": "m"})

    def test_a_failure_is_the_charts_own_words_on_each_version(self):
        outcomes = render_all([Render(str(self.chart), values={"a": "no"}, version=version) for version in HELMS])
        for outcome in outcomes:
            self.assertIsInstance(outcome, RenderError)
            self.assertEqual(str(outcome), "a: must not be no")


class Schemas(ChartTest):
    def test_good_objects_pass(self):
        good = [service(ports=[{"port": 80, "targetPort": "http"}], trafficDistribution="PreferClose"),
                virtual_service(timeout="5s", route=[{"destination": {"host": "a", "port": {"number": 80}}, "weight": 1}])]
        self.assert_none(schemas.findings(good))

    def test_unknown_fields_wrong_types_and_nulls_are_found_everywhere(self):
        bad = {
            "nodePrt": service(ports=[{"port": 80, "nodePrt": 1}]),
            "'80' is not of type 'integer'": service(ports=[{"port": "80"}]),
            "spec.clusterIP: null": service(clusterIP=None),
            "timeot": virtual_service(timeot="5s"),
            "hostt": virtual_service(route=[{"destination": {"host": "a", "hostt": "b"}}]),
            "is not valid under any": virtual_service(match=[{"uri": {"prefx": "/"}}]),
            "there is no example.com/v1 Thing": {"apiVersion": "example.com/v1", "kind": "Thing"},
        }
        for words, thing in bad.items():
            found = schemas.findings([thing])
            self.assertTrue(found and words in found[0], f"{words}: {found}")

    def test_a_field_newer_than_the_oldest_is_found_there_alone(self):
        found = schemas.findings([service(ports=[{"port": 80}], trafficDistribution="PreferClose"), {
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"},
            "spec": {"selector": {}, "template": {"spec": {"hostnameOverride": "x", "containers": [{"name": "a"}]}}},
        }])
        self.assertEqual(len(found), 1, found)
        self.assertIn(f"Kubernetes {KUBERNETES[0]}, Istio {ISTIO[0]}", found[0])

    def test_an_object_twice_is_found(self):
        self.assertEqual(schemas.findings([service(), service()])[0], "Service/a: stands twice in one manifest")


class Texts(ChartTest):
    def test_dump_and_parse_are_inverse_for_texts_that_look_like_other_things(self):
        values = ["1e3", "on", "0x1F", "2024-01-01", "ü", "a\nb\n", "{{ x }}", "${x}", "~", "012", "", " a ", 1e3, True]
        self.assertEqual(parse(dump([{"a": values}])), [{"a": values}])
        self.assertEqual(load("a: 1e3"), {"a": 1000.0})

    def test_a_key_written_twice_is_an_error(self):
        with self.assertRaisesRegex(Exception, "written twice: a"):
            load("a: 1\na: 2\n")

    def test_merges_as_helm_does(self):
        self.assertEqual(merged({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": None, "e": 3}, "d": [2]}),
                         {"a": {"c": 2, "e": 3}, "d": [2]})

    def test_keys_of_a_schema_that_values_use(self):
        schema = {"properties": {"a": {"properties": {"b": {}, "c": {}}}, "other": True,
                                 "m": {"additionalProperties": {"properties": {"x": {}, "y": {}}}}}}
        self.assertEqual(sorted(paths(schema)), ["a", "a.b", "a.c", "m", "m.*.x", "m.*.y"])
        self.assertEqual(sorted(used(schema, {"a": {"b": 1}, "m": {"one": {"y": 2}}})), ["a", "a.b", "m", "m.*.y"])

    def test_kinds(self):
        self.assertEqual(kinds([service()]), ["Service/a"])


if __name__ == "__main__":
    harness.golden.main()
