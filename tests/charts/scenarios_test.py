"""What holds for every chart and each of its scenarios (charts/<chart>/ci/*.yaml), on every version of Helm.

A new chart or scenario needs nothing here but its golden file: --update writes it.
"""

import concurrent.futures

import harness.golden
from harness.golden import ChartTest
from harness.helm import PARALLEL, Render, RenderError, render_all, run_helm
from harness.objects import dump
from harness.places import CHARTS, HELMS, NEWEST, OLDEST, helm_path
from harness.schemas import findings
from harness.values import charts, ci_files, paths, read, schema, used


def scenarios():
    return [(chart, file) for chart in charts() for file in ci_files(chart)]


def lint(call):
    return run_helm(helm_path(call[0]), "lint", "--strict", *call[1:])


class Scenarios(ChartTest):
    def test_render_the_same_on_every_helm(self):
        cases = [(chart, file, version) for chart, file in scenarios() for version in HELMS]
        done = render_all([Render(chart, (file,), version=version) for chart, file, version in cases])
        for (chart, file, version), objects in zip(cases, done):
            with self.subTest(chart=chart, scenario=file.stem, helm=version):
                self.assertNotIsInstance(objects, RenderError, str(objects))
                self.assert_golden(f"{chart}/{file.stem}.yaml", dump(objects))

    def test_are_what_kubernetes_and_istio_accept(self):
        cases = scenarios()
        for (chart, file), objects in zip(cases, render_all([Render(chart, (file,)) for chart, file in cases])):
            with self.subTest(chart=chart, scenario=file.stem):
                self.assertNotIsInstance(objects, RenderError, str(objects))
                self.assert_none(findings(objects))

    def test_use_every_key(self):
        for chart in charts():
            wanted = set(paths(schema(chart)))
            for file in ci_files(chart):
                wanted -= set(used(schema(chart), read(file)))
            self.assert_none([f"{chart}: no file in ci/ uses {path}" for path in sorted(wanted)])

    def test_are_not_lost_in_the_goldens(self):
        kept = {path.relative_to(path.parents[1]).as_posix()
                for chart in charts() for path in (harness.golden.TESTS / "golden" / chart).glob("*.yaml")}
        self.assert_none(sorted(kept - {f"{chart}/{file.stem}.yaml" for chart, file in scenarios()}))


class Charts(ChartTest):
    def test_pass_lint(self):
        calls = [(version, CHARTS / chart) for chart in charts() for version in (NEWEST, OLDEST)]
        calls += [(NEWEST, CHARTS / chart, "--values", file) for chart, file in scenarios()]
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            for call, done in zip(calls, pool.map(lint, calls)):
                self.assertEqual(done.returncode, 0, f"{call}\n{done.stdout}{done.stderr}")

    def test_have_the_same_keys_in_values_and_schema(self):
        for chart in charts():
            values = read(CHARTS / chart / "values.yaml")
            own = {key for key, part in schema(chart)["properties"].items() if part is not True}
            self.assertEqual(sorted(own), sorted(values), chart)

    def test_know_each_others_keys(self):
        keys = {chart: set(schema(chart)["properties"]) for chart in charts()}
        for chart in charts():
            for other in charts():
                self.assertEqual(sorted(keys[chart] ^ keys[other]), [], f"{chart} and {other}")

    def test_agree_on_the_defaults_that_they_share(self):
        defaults = {chart: read(CHARTS / chart / "values.yaml") for chart in charts()}
        for key in set.intersection(*(set(values) for values in defaults.values())):
            self.assertEqual(len({repr(values[key]) for values in defaults.values()}), 1, key)

    def test_share_one_library(self):
        texts = {(CHARTS / chart / "templates" / "_lib.tpl").read_bytes() for chart in charts()}
        self.assertLessEqual(len(texts), 1, "templates/_lib.tpl differs between the charts")


if __name__ == "__main__":
    harness.golden.main()
