"""What scripts/charts makes: files that are up to date, and packages that Helm takes from a repository."""

import contextlib
import functools
import hashlib
import http.server
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import harness.golden
from harness.golden import ChartTest
from harness.helm import render, run_helm
from harness.objects import dump, load
from harness.places import CHARTS, NEWEST, OLDEST, ROOT, helm_path
from harness.values import charts, ci_files


def scripts_charts(*words):
    return subprocess.run(["/usr/bin/python3", "-B", ROOT / "scripts" / "charts", *map(str, words)],
                          capture_output=True, text=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@contextlib.contextmanager
def served(folder):
    """The address of a web server that serves the folder."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Made(ChartTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_files_are_up_to_date(self):
        done = scripts_charts("--check")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_old_files_and_keys_without_a_comment_are_named(self):
        shutil.copytree(CHARTS, self.folder / "charts")
        values = self.folder / "charts" / "service" / "values.yaml"
        values.write_text(values.read_text() + "\nnew:\n  key: 1\n")
        done = scripts_charts("--check", "--charts", self.folder / "charts")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.splitlines(), ["service/values.yaml: new.key has no comment",
                         "charts/service/README.md is not up to date; scripts/charts writes it"])
        self.assertEqual(scripts_charts("--charts", self.folder / "charts").returncode, 1)
        self.assertIn("| `new.key` | `1` |", (self.folder / "charts" / "service" / "README.md").read_text())

    def test_packages_are_the_same_each_time(self):
        for name in ("a", "b"):
            self.assertEqual(scripts_charts("--package", "--to", self.folder / name).returncode, 0)
        made = sorted(path.name for path in (self.folder / "a").iterdir())
        self.assertEqual(made, ["index.yaml", "service-1.0.0.tgz", "workload-1.0.0.tgz"])
        for name in made:
            self.assertEqual((self.folder / "a" / name).read_bytes(), (self.folder / "b" / name).read_bytes())
        index = load((self.folder / "a" / "index.yaml").read_text())
        for chart in charts():
            entry = index["entries"][chart][0]
            data = (self.folder / "a" / entry["urls"][0]).read_bytes()
            self.assertEqual(entry["digest"], hashlib.sha256(data).hexdigest())
            self.assertLess(len(data), 100_000, "Spinnaker fetches it for each bake")

    def test_a_package_renders_what_the_folder_renders(self):
        scripts_charts("--package", "--to", self.folder / "dist")
        for chart in charts():
            file = ci_files(chart)[0]
            package = str(self.folder / "dist" / f"{chart}-1.0.0.tgz")
            for version in (NEWEST, OLDEST):
                self.assertEqual(dump(render(package, file, version=version)), dump(render(chart, file, version=version)))

    def test_helm_takes_them_from_a_repository(self):
        scripts_charts("--package", "--to", self.folder / "dist")
        with served(self.folder / "dist") as address:
            for version in (NEWEST, OLDEST):
                home = self.folder / version
                names = ("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")
                helm = functools.partial(run_helm, helm_path(version), env={**os.environ, **{n: str(home) for n in names}})
                self.assertEqual(helm("repo", "add", "ours", address).returncode, 0)
                found = helm("search", "repo", "ours", "--output", "yaml").stdout
                self.assertEqual([entry["name"] for entry in load(found)], ["ours/service", "ours/workload"])
                for chart in charts():
                    done = helm("pull", f"ours/{chart}", "--version", "1.0.0", "--destination", home)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    name = f"{chart}-1.0.0.tgz"
                    self.assertEqual((home / name).read_bytes(), (self.folder / "dist" / name).read_bytes())


if __name__ == "__main__":
    harness.golden.main()
