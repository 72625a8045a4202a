"""Asks Java's libraries and Sailmaker for their verdicts on the same texts; what may be asked stands in Verdicts.java."""

import os
import random
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SEED = 20261127
SHOWN = 20


def classpath(folder):
    """The jars of pom.xml, from Maven Central the first time."""
    listing = Path(folder) / "classpath"
    command = ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={listing}"]
    subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL)
    return listing.read_text()


def ask(command, kind, texts):
    """One answer a text."""
    lines = "".join(f"{kind} {text.encode().hex()}\n" for text in texts)
    answers = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(answers) != len(texts):
        raise AssertionError(f"{command[0]} answered {len(answers)} of {len(texts)} texts")
    return answers


def files_in(*folders):
    """The text of each file there, with quotes as they are outside of JSON and C++."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file():
                yield path, path.read_text(errors="ignore").replace('\\"', '"')


class Comparison(unittest.TestCase):
    """A test that has both commands ready, and the same random numbers each time."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.java = ["java", "-cp", classpath(cls.folder.name), str(HERE / "Verdicts.java")]
        cls.ours = [str(Path(os.environ["SAILMAKER"]).parent / "java_verdicts")]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.random = random.Random(SEED)

    def answers(self, kind, texts):
        """(text, Java's answer, ours) of each."""
        return list(zip(texts, ask(self.java, kind, texts), ask(self.ours, kind, texts)))

    def fail_for(self, differ, count):
        """Fails and shows them, if there are any."""
        shown = [f"{text!r}\n  Java {theirs}\n  we: {mine}" for text, theirs, mine in differ[:SHOWN]]
        self.assertFalse(differ, f"{len(differ)} of {count} differ\n" + "\n".join(shown))
