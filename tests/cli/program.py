"""What the tests of the program share: they run the real binary on fleets in folders of their own."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SAILMAKER = os.environ["SAILMAKER"]
TREE = Path(os.environ["SAILMAKER_SOURCE_DIR"])
EXAMPLE = TREE / "examples" / "fleet"


def run(*words, stdin=None, env=None):
    """Runs the program; gives its exit code, standard output and standard error."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAILMAKER_")}
    environment.update(env or {})
    done = subprocess.run([SAILMAKER, *map(str, words)], input=stdin, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL if stdin is None else None, env=environment, timeout=300)
    return done.returncode, done.stdout, done.stderr


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own and, after example_fleet(), a copy of the example fleet in it."""

    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sailmaker-test-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def example_fleet(self):
        fleet = self.folder / "fleet"
        shutil.copytree(EXAMPLE, fleet)
        return fleet

    def good(self, *words, **options):
        """Runs what must succeed; gives its standard output."""
        code, out, err = run(*words, **options)
        self.assertEqual(code, 0, f"{words}\n{out}\n{err}")
        return out

    def plan(self, fleet, *words):
        """The plan as its JSON document."""
        return json.loads(self.good("plan", "--fleet", fleet, "-o", "json", *words))


def edit(path, old, new):
    """Replaces text in a file; the text must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def stored(fleet):
    """The pipelines in the fleet's directory target, by id."""
    return {file.parent.name: json.loads(file.read_text(encoding="utf-8"))
            for file in (Path(fleet) / "front50" / "pipelines").glob("*/pipeline-metadata.json")}
